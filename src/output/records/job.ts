import type { Job } from '../../model/job.ts';
import type { RecordSpec } from './field.ts';

export const JOB_RECORD: RecordSpec<Job> = { noun: 'job', fields: [] };
