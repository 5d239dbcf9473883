import { newSession, type Session } from '../../../src/model/session.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOW = 30 * DAY;

/** The minute that is so many hours before NOW. */
export function ago(hours: number): number {
  return (NOW - hours * HOUR) / MINUTE;
}

/** A session of job J that starts at the given minute and takes ten, successfully. */
export function session(id: string, minute: number, known: Partial<Session> = {}): Session {
  const createdAt = known.createdAt === undefined ? minute * MINUTE : known.createdAt;
  const endedAt =
    known.endedAt === undefined && createdAt !== null ? createdAt + 10 * MINUTE : known.endedAt;
  return newSession({
    id,
    server: 's',
    product: 'vb365',
    kind: 'backup',
    mode: 'incremental',
    status: 'success',
    jobId: 'J',
    jobName: 'Mail',
    durationSeconds:
      endedAt === null || endedAt === undefined || createdAt === null
        ? null
        : (endedAt - createdAt) / 1000,
    ...known,
    createdAt,
    endedAt: endedAt ?? null,
  });
}
