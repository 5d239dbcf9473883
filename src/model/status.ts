/** What became of a session, a job's last run or a task, in one vocabulary for both products. */
export const STATUSES = [
  'success',
  'warning',
  'failed',
  'stopped',
  'running',
  'queued',
  'idle',
  'disconnected',
  'not-configured',
  'none',
  'unknown',
] as const;

/** `stopped` = by a person; `unknown` = the server used a word that nobody knows. */
export type Status = (typeof STATUSES)[number];

/** Whether a session in this status may still change: it runs, waits, or idles between runs. */
export function isLive(status: Status): boolean {
  return status === 'running' || status === 'queued' || status === 'idle';
}

/** Whether the session reached an end that is counted as a failure (contract section 6). */
export function isFailure(status: Status): boolean {
  return status === 'failed' || status === 'disconnected' || status === 'not-configured';
}

/** Whether the session came to a result: what a person stopped, lives or is unknown did not. */
export function isDecided(status: Status): boolean {
  return isFailure(status) || isSuccessful(status);
}

/** Whether a restore point can be expected: success and warning both leave one. */
export function isSuccessful(status: Status): boolean {
  return status === 'success' || status === 'warning';
}
