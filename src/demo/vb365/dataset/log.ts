import { createRandom, type Random } from '../../random.ts';
import { localDate, rate, size } from './figures.ts';
import { objectsOf, type BackedUpObject } from './objects.ts';
import { noun, reasonOf, troubleOf } from './reasons.ts';
import type { PlannedSession } from './sessions.ts';
import { stateAt } from './state.ts';
import type { Outcome } from './story.ts';

/** How a line of a log is marked, by v8's words. */
export type LogType = 'Running' | 'Success' | 'Warning' | 'Error' | 'Stop';

/** One line of a session's log. */
export interface LogLine {
  readonly id: string;
  /** Order number, with gaps (api/vb365.md section 4). */
  readonly usn: number;
  readonly type: LogType;
  readonly message: string;
  readonly createdAt: number;
  /** null while what it tells of goes on. */
  readonly endedAt: number | null;
}

/** One object of a session and what became of it. */
export interface ProcessedObject {
  readonly object: BackedUpObject;
  readonly status: 'Success' | 'Warning' | 'Failed';
}

/** Order number of the first line about objects; the ones before are about the session. */
const FIRST_OBJECT_USN = 1000;

const CLOSING_TYPES: Readonly<Record<Outcome, LogType>> = {
  Success: 'Success',
  Warning: 'Warning',
  Failed: 'Error',
  Stopped: 'Stop',
  Disconnected: 'Error',
  NotConfigured: 'Error',
};

/** The log as it is at a moment, in the order in which it was written. */
export function logAt(session: PlannedSession, now: number): LogLine[] {
  return writeLog(session)
    .filter(({ createdAt }) => createdAt <= now)
    .map((line) =>
      line.endedAt !== null && line.endedAt > now
        ? { ...line, type: 'Running' as const, endedAt: null }
        : line,
    );
}

/** The objects that were dealt with by a moment. */
export function processedObjectsAt(session: PlannedSession, now: number): ProcessedObject[] {
  const { done } = stateAt(session, now);
  const isTroubled = troubleTest(session);
  return objectsOf(session.job)
    .slice(0, done.objects)
    .map((object, index) => ({ object, status: objectStatus(session, isTroubled(index)) }));
}

function objectStatus(session: PlannedSession, isTroubled: boolean): ProcessedObject['status'] {
  if (!isTroubled) return 'Success';
  return session.outcome === 'Failed' ? 'Failed' : 'Warning';
}

/** The whole log as it will be at the session's end. */
function writeLog(session: PlannedSession): LogLine[] {
  const random = createRandom(`${session.id}/log`);
  const { startsAt, endsAt, job, cause } = session;
  const length = endsAt - startsAt;
  const at = (share: number): number => startsAt + Math.round(length * share);
  const lines: LogLine[] = [];
  const write = (
    usn: number,
    type: LogType,
    line: { readonly message: string; readonly from: number; readonly to: number },
  ): void => {
    lines.push({
      id: random.uuid(),
      usn,
      type,
      message: line.message,
      createdAt: line.from,
      endedAt: line.to,
    });
  };

  write(1, 'Success', {
    message: `${job.type === 'Copy' ? 'Copy job' : 'Job'} started at ${localDate(startsAt)}`,
    from: startsAt,
    to: startsAt,
  });
  const couldConnect = cause !== 'expired-certificate' && cause !== 'not-configured';
  const reason = reasonOf(session);
  write(2, couldConnect ? 'Success' : 'Error', {
    message: couldConnect
      ? `Connected to organization ${job.organization.officeName}`
      : (reason ?? 'Failed to connect to organization'),
    from: startsAt + 15,
    to: at(0.01),
  });
  if (couldConnect) {
    write(FIRST_OBJECT_USN, 'Success', {
      message: `Found ${job.workload.objects} objects, ${job.workload.objects % 7} excluded`,
      from: at(0.01),
      to: at(0.03),
    });
    for (const line of objectLines(session, random)) write(line.usn, line.type, line);
    write(lastUsn(lines) + 1, 'Success', {
      message: summaryOf(session),
      from: endsAt,
      to: endsAt,
    });
    if (reason !== null) {
      const type = cause === 'stopped-by-person' ? 'Stop' : 'Error';
      write(lastUsn(lines) + 1, type, { message: reason, from: endsAt, to: endsAt });
    }
  }
  write(Math.max(lastUsn(lines), FIRST_OBJECT_USN) + 1, CLOSING_TYPES[session.outcome], {
    message: closingOf(session),
    from: endsAt,
    to: endsAt,
  });
  return lines;
}

interface ObjectLine {
  readonly usn: number;
  readonly type: LogType;
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** One line for each object: some hundred in a big job. */
function objectLines(session: PlannedSession, random: Random): ObjectLine[] {
  const { startsAt, endsAt, job, cause, total } = session;
  const isTroubled = troubleTest(session);
  const done = objectsOf(job).slice(0, total.objects);
  const begin = startsAt + (endsAt - startsAt) * 0.03;
  const step = (endsAt - begin) / Math.max(done.length, 1);
  return done.map((object, index) => {
    const from = Math.round(begin + step * index);
    const span = { usn: FIRST_OBJECT_USN + 1 + index, from, to: Math.round(from + step * 0.98) };
    if (isTroubled(index)) {
      const type = session.outcome === 'Failed' ? 'Error' : 'Warning';
      return { ...span, type, message: troubleOf(cause, object) };
    }
    const items = Math.round((total.items / done.length) * random.between(0.1, 1.9));
    return { ...span, type: 'Success', message: `${noun(object)} ${object.name}: ${items} items` };
  });
}

/** Recurring trouble hits the same objects every night, passing trouble other ones each time. */
function troubleTest(session: PlannedSession): (index: number) => boolean {
  const { cause, troubled, total } = session;
  if (troubled === 0 || total.objects === 0) return () => false;
  const recurs = cause === 'deleted-users' || cause === 'missing-sites';
  const first = recurs ? 3 : createRandom(`${session.id}/trouble`).integer(0, total.objects - 1);
  return (index) => (index - first + total.objects) % total.objects < troubled;
}

function lastUsn(lines: readonly LogLine[]): number {
  return lines.at(-1)?.usn ?? 0;
}

/** The sentence of JobSession.details and of the log's summary (api/vb365.md section 4). */
export function summaryOf(session: PlannedSession, now = session.endsAt): string {
  const { done, statistics } = stateAt(session, now);
  return `Transferred: ${size(done.bytes)} (${done.items} items) at ${rate(statistics.processingRateBytesPS)} (${statistics.processingRateItemsPS} items/s)`;
}

function closingOf(session: PlannedSession): string {
  const finished = `Job finished at ${localDate(session.endsAt)}`;
  switch (session.outcome) {
    case 'Success':
      return finished;
    case 'Warning':
      return `${finished} with warnings`;
    case 'Stopped':
      return `Job was stopped at ${localDate(session.endsAt)}`;
    case 'Failed':
    case 'Disconnected':
    case 'NotConfigured':
      return session.willBeRetried
        ? `${finished} with errors, it will be retried`
        : `${finished} with errors`;
  }
}
