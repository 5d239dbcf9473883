import type { Session } from '../../model/session.ts';
import type { RecordSpec } from './field.ts';

export const SESSION_RECORD: RecordSpec<Session> = { noun: 'session', fields: [] };
