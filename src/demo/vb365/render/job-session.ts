import { summaryOf } from '../dataset/log.ts';
import { reasonOf } from '../dataset/reasons.ts';
import type { PlannedSession } from '../dataset/sessions.ts';
import { stateAt, type SessionState } from '../dataset/state.ts';
import { timestamp } from './timestamps.ts';
import { eTag, sessionEnd, statusWord, when, type Json, type Wire } from './wire.ts';

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** A JobSession with the properties that the version has (api/vb365.md section 4). */
export function renderJobSession(session: PlannedSession, wire: Wire): Json {
  const { version, now, links } = wire;
  const { job, id } = session;
  const state = stateAt(session, now);
  const path = `jobsessions/${id}`;
  const jobPath = `${job.type === 'Copy' ? 'copyjobs' : 'jobs'}/${job.id}`;
  return {
    id,
    ...when(version >= 8, { jobId: job.id }),
    ...when(version >= 7, { repositoryId: job.repository.id, ...mainSession(session) }),
    ...when(version >= 6, { details: detailsOf(session, state, now) }),
    creationTime: timestamp(session.createdAt),
    ...sessionEnd(state.endedAt, version),
    ...when(version >= 6, { retryCount: session.retry }),
    ...when(version >= 7, {
      jobWillBeRetried: state.endedAt === null ? null : session.willBeRetried,
    }),
    progress: state.done.objects,
    ...when(version >= 7, { jobType: job.type }),
    ...when(version >= 8, { jobSessionConfigType: session.isFull ? 'Full' : 'Incremental' }),
    status: statusWord(state.status, version),
    statistics: { ...state.statistics, bottleneck: bottleneckWord(state, wire) },
    ...when(version >= 8, {
      eTag: eTag(id, state.endedAt === null ? 1 : 2),
      proxyId: job.repository.proxy.id,
      proxyPoolId: null,
    }),
    _links: {
      self: links.item(path),
      log: links.item(`${path}/${version <= 4 ? 'log' : 'logitems'}`),
      job: links.item(jobPath),
    },
  };
}

/** Originals carry the nil UUID or nothing at all: both must be read as "no retry". */
function mainSession({ id, mainId }: PlannedSession): Json {
  if (mainId !== null) return { mainSessionId: mainId };
  return when(/^[0-7]/.test(id), { mainSessionId: NIL_UUID });
}

function detailsOf(session: PlannedSession, state: SessionState, now: number): string | null {
  if (state.status === 'Queued') return null;
  const reason = state.endedAt === null ? null : reasonOf(session);
  return reason ?? summaryOf(session, now);
}

function bottleneckWord({ statistics }: SessionState, { version }: Wire): string {
  return statistics.bottleneck === 'NA' && version <= 4 ? 'N/A' : statistics.bottleneck;
}
