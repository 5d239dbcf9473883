import type { SimulatedResponse } from '../../simulator.ts';
import { logAt, processedObjectsAt, type LogLine } from '../dataset/log.ts';
import type { PlannedSession } from '../dataset/sessions.ts';
import { stateAt } from '../dataset/state.ts';
import { notFound } from '../errors.ts';
import { renderArray, renderPage } from '../paging.ts';
import { renderJobSession } from '../render/job-session.ts';
import { renderLogItem, renderProcessedObject } from '../render/log.ts';
import { ok, type Route, type RouteContext } from './route.ts';

/** The filter's words: Succeeded where the body says Success (api/vb365.md section 3). */
const STATUS_FILTER = {
  Stopped: 'Stopped',
  Running: 'Running',
  Succeeded: 'Success',
  Failed: 'Failed',
  Warning: 'Warning',
} as const;

/** Sessions of backup and copy jobs, their logs and objects. */
export const SESSION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'jobsessions',
    versions: [3, 8],
    answer: (context) => answerSessions(context, 'jobsessions', filtered(context)),
  },
  {
    method: 'GET',
    path: 'jobsessions/*',
    versions: [3, 8],
    answer: (context) => ok(renderJobSession(findSession(context), context.wire)),
  },
  {
    method: 'GET',
    path: 'jobs/*/jobsessions',
    versions: [3, 6],
    answer: (context) => {
      const [jobId = ''] = context.ids;
      const job = context.world.jobs.find(({ id, type }) => id === jobId && type === 'Backup');
      if (job === undefined) throw notFound(`Job ${jobId}`);
      const own = known(context).filter((session) => session.job === job);
      return answerSessions(context, `jobs/${jobId}/jobsessions`, own);
    },
  },
  {
    method: 'GET',
    path: 'jobsessions/*/logitems',
    versions: [3, 8],
    answer: (context) => {
      const session = findSession(context);
      const { query, wire } = context;
      const path = `jobsessions/${session.id}`;
      const render = (line: LogLine) =>
        renderLogItem(line, { path, relation: 'jobsessions' }, wire);
      const items = filteredLog(context, logAt(session, wire.now));
      return ok(renderPage({ items, path: `${path}/logitems`, render }, query, wire));
    },
  },
  {
    method: 'GET',
    path: 'jobsessions/*/logitems/*',
    versions: [3, 8],
    answer: (context) => {
      const session = findSession(context);
      const { wire, ids } = context;
      const line = logAt(session, wire.now).find(({ id }) => id === ids[1]);
      if (line === undefined) throw notFound(`Log item ${ids[1] ?? ''}`);
      const owner = { path: `jobsessions/${session.id}`, relation: 'jobsessions' };
      return ok(renderLogItem(line, owner, wire));
    },
  },
  {
    method: 'GET',
    path: 'jobsessions/*/processedobjects',
    versions: [7, 8],
    answer: (context) => {
      const session = findSession(context);
      const { query, wire } = context;
      const list = {
        items: processedObjectsAt(session, wire.now),
        path: `jobsessions/${session.id}/processedobjects`,
        render: (processed: ReturnType<typeof processedObjectsAt>[number]) =>
          renderProcessedObject(processed, session.job.organization.id, wire),
      };
      return ok(renderPage(list, query, wire));
    },
  },
];

/** Copy jobs came with v6: before it the server has no such sessions. */
function known({ world, wire }: RouteContext): readonly PlannedSession[] {
  const sessions = world.sessionsAt(wire.now);
  return wire.version >= 6 ? sessions : sessions.filter(({ job }) => job.type === 'Backup');
}

function findSession({ world, wire, ids }: RouteContext): PlannedSession {
  const [id = ''] = ids;
  const session = world.sessionAt(id, wire.now);
  if (session === null || (session.job.type === 'Copy' && wire.version < 6)) {
    throw notFound(`Job session ${id}`);
  }
  return session;
}

/** Session lists are pages since v5. */
function answerSessions(
  { query, wire }: RouteContext,
  path: string,
  items: readonly PlannedSession[],
): SimulatedResponse {
  const render = (session: PlannedSession) => renderJobSession(session, wire);
  return ok(
    wire.version >= 5
      ? renderPage({ items, path, render }, query, wire)
      : renderArray({ items, render }),
  );
}

/**
 * The filters that the version has; others are ignored. The bounds of the end time pass no session
 * that has no end: nobody knows how real servers treat those (section 3).
 */
function filtered(context: RouteContext): readonly PlannedSession[] {
  const { query, wire } = context;
  const { version, now } = wire;
  const jobType = version >= 6 ? query.word('jobType', ['Backup', 'Copy']) : undefined;
  const lower = version >= 6 ? query.instant('endTimeLowerBound') : undefined;
  const upper = version >= 7 ? query.instant('endTimeUpperBound') : undefined;
  const jobId = version >= 7 ? query.uuid('jobId') : undefined;
  const wanted =
    version >= 8
      ? query.word('status', ['Stopped', 'Running', 'Succeeded', 'Failed', 'Warning'])
      : undefined;
  const tests: ((session: PlannedSession) => boolean)[] = [];
  if (jobType !== undefined) tests.push(({ job }) => job.type === jobType);
  if (jobId !== undefined) tests.push(({ job }) => job.id === jobId);
  if (lower !== undefined) tests.push(({ endsAt }) => endsAt <= now && endsAt >= lower);
  if (upper !== undefined) tests.push(({ endsAt }) => endsAt <= now && endsAt <= upper);
  if (wanted !== undefined) {
    const status = STATUS_FILTER[wanted];
    tests.push((session) => stateAt(session, now).status === status);
  }
  const sessions = known(context);
  return tests.length === 0
    ? sessions
    : sessions.filter((session) => tests.every((test) => test(session)));
}

/** Type and order can be chosen in v8 only. */
function filteredLog({ query, wire }: RouteContext, lines: readonly LogLine[]): readonly LogLine[] {
  if (wire.version < 8) return lines;
  const type = query.word('type', ['Running', 'Warning', 'Error', 'Success', 'Stop']);
  const kept = type === undefined ? lines : lines.filter((line) => line.type === type);
  return query.flag('orderAsc') === false ? kept.toReversed() : kept;
}
