/** What the readers of VB365's records need to know besides the record itself. */
import type { JobDirectory } from './job-directory.ts';
import type { Vb365Version } from './versions.ts';

/** The two types of job sessions, in VB365's words. */
export type JobType = 'Backup' | 'Copy';

/** Where a record comes from. */
export interface RecordContext {
  /** The server's name, for the records' `server`. */
  readonly server: string;
  readonly version: Vb365Version;
  /** The endpoint, for errors: `GET /v8/JobSessions on backup.example.com`. */
  readonly where: string;
}

/** The same for job sessions. */
export interface JobSessionContext extends RecordContext {
  readonly jobs: JobDirectory;
  /** The jobType that was asked for, where the body does not repeat it (v6); else null. */
  readonly askedType: JobType | null;
  /** The job whose sessions were asked for, for bodies that do not name it; else null. */
  readonly askedJobId: string | null;
}
