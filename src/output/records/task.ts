import type { Task } from '../../model/task.ts';
import type { RecordSpec } from './field.ts';

export const TASK_RECORD: RecordSpec<Task> = { noun: 'task', fields: [] };
