import { append } from '../model/append.ts';
import { secondsBetween, type Instant } from '../model/instant.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import { isLive, type Status } from '../model/status.ts';

/** An original session and its retries: one run of a job, with one result (contract section 3). */
export interface Run {
  /** The original session's id. */
  readonly id: string;
  readonly server: string;
  readonly jobId: string | null;
  readonly jobName: string | null;
  /** Result of the last attempt. */
  readonly status: Status;
  /** Start of the first attempt. */
  readonly startedAt: Instant | null;
  /** End of the last attempt; null while it lives. */
  readonly endedAt: Instant | null;
  /** From the first start to the last end, waiting between the attempts included; null while it lives. */
  readonly durationSeconds: number | null;
  /** Oldest first; the original is the first one where it was read. */
  readonly attempts: readonly [Session, ...Session[]];
  /** Whether the attempts were put together by order, not by what the server says. */
  readonly inferred: boolean;
  /** Whether the server says of every attempt which one it is; else retries may count as runs. */
  readonly retriesKnown: boolean;
}

/**
 * Puts originals and retries together. Exact where the server names the original session; where it
 * only counts retries (VB365 v6, names with `(Retry n)` in VBR 13), a retry belongs to the nearest
 * earlier session of the same job if that is the attempt before it. Everything else is a run of its
 * own. Child sessions belong to their parent and are no runs.
 *
 * @param singly every session is a run of its own (`--attempts`)
 * @returns newest first by start
 */
export function collectRuns(sessions: Iterable<Session>, singly = false): Run[] {
  const collector = createRunCollector(singly);
  const runs = [...sessions].sort(retriesFirst).flatMap((session) => collector.add(session));
  return [...runs, ...collector.end()].sort(newestRunFirst);
}

/** Newest first, of two that began at the same time the retry first. */
function retriesFirst(a: Session, b: Session): number {
  const isTie = a.createdAt === b.createdAt;
  const byRetry = isTie ? (b.retryNumber ?? 0) - (a.retryNumber ?? 0) : 0;
  return byRetry === 0 ? newestFirst(a, b) : byRetry;
}

function newestRunFirst(a: Run, b: Run): number {
  const order = (b.startedAt ?? -Infinity) - (a.startedAt ?? -Infinity);
  return Number.isNaN(order) ? 0 : order;
}

/** Runs out of a list of sessions of any length, which is given newest first. */
export interface RunCollector {
  /** The runs that the session completes: none where it is a retry of one that is still to come. */
  readonly add: (session: Session) => readonly Run[];
  /** The runs whose originals did not come: they are older than the list. */
  readonly end: () => readonly Run[];
}

/**
 * Attempts of one run, newest first, and the id that the run has unless an older one comes. It grows in
 * place: a server that gives all its sessions the same original must not have them copied with each.
 */
interface Chain {
  readonly id: string;
  readonly attempts: Session[];
}

/**
 * Collects runs as their sessions come in, and remembers nothing but the retries whose originals are
 * still to come.
 *
 * @param singly every session is a run of its own (`--attempts`)
 */
export function createRunCollector(singly = false): RunCollector {
  /** Retries, by server and the original's id that it tells: one server may have two saved names. */
  const named = new Map<string, Chain>();
  /** Retries that are only counted, by job: the next older session of the job decides. */
  const counted = new Map<string, Chain & { readonly retryNumber: number }>();

  function add(session: Session): readonly Run[] {
    if (session.parentSessionId !== null) return [];
    if (singly) return [runOf(session.id, [session], false)];
    const { chain, abandoned } = takeChain(session);
    const isInOrder = chain.length > 0;
    const attempts = chain;
    attempts.push(session);
    const originalId = session.originalSessionId;
    if (originalId !== null && originalId !== session.id) {
      const key = runKey(session.server, originalId);
      const known = named.get(key);
      if (known === undefined) named.set(key, { id: originalId, attempts });
      else append(known.attempts, attempts);
      return abandoned;
    }
    const retryNumber = countedRetry(session);
    if (retryNumber !== null) {
      counted.set(jobKey(session), { id: session.id, retryNumber, attempts });
      return abandoned;
    }
    const key = runKey(session.server, session.id);
    const retries = named.get(key)?.attempts ?? [];
    named.delete(key);
    return [...abandoned, runOf(session.id, [...retries, ...attempts], isInOrder)];
  }

  /** The counted retries that this session continues downwards, or that wait for nothing any more. */
  function takeChain(session: Session): {
    readonly chain: Session[];
    readonly abandoned: readonly Run[];
  } {
    const key = jobKey(session);
    const chain = counted.get(key);
    if (chain === undefined) return { chain: [], abandoned: [] };
    counted.delete(key);
    return isAttemptBefore(session, chain)
      ? { chain: chain.attempts, abandoned: [] }
      : { chain: [], abandoned: [countedRun(chain)] };
  }

  return {
    add,
    end: () => {
      const runs = [
        ...[...named.values()].map(({ id, attempts }) => runOf(id, attempts, isInferred(attempts))),
        ...[...counted.values()].map(countedRun),
      ];
      named.clear();
      counted.clear();
      return runs.sort(newestRunFirst);
    },
  };
}

/** Which retry the session is where that is all the server tells: not whose; null where it tells more. */
export function countedRetry({
  originalSessionId,
  retryNumber,
}: Pick<Session, 'originalSessionId' | 'retryNumber'>): number | null {
  return originalSessionId === null && retryNumber !== null && retryNumber > 0 ? retryNumber : null;
}

/** Whether the next older session of a job is the attempt before a counted retry. */
export function isAttemptBefore(
  { retryNumber }: Pick<Session, 'retryNumber'>,
  retry: { readonly retryNumber: number },
): boolean {
  return retryNumber === retry.retryNumber - 1;
}

function countedRun({ id, attempts }: Chain): Run {
  return runOf(id, attempts, attempts.length > 1);
}

function runKey(server: string, id: string): string {
  return `${server}\n${id}`;
}

/** Whether one of them is there because of its place only. */
function isInferred(attempts: readonly Session[]): boolean {
  return attempts.some(({ originalSessionId }) => originalSessionId === null);
}

/** What tells jobs apart: two servers may use the same names and, restored from one another, ids. */
export function jobKey({
  server,
  jobId,
  jobName,
  id,
}: Pick<Session, 'server' | 'jobId' | 'jobName' | 'id'>): string {
  return `${server}\n${jobId ?? jobName ?? id}`;
}

/** @param newest the attempts, newest first */
function runOf(id: string, newest: readonly Session[], inferred: boolean): Run {
  const [first, ...others] =
    newest.length === 1 ? newest : [...newest].sort(retriesFirst).reverse();
  if (first === undefined) throw new RangeError('a run has an attempt');
  const attempts = [first, ...others] as const;
  const last = others.at(-1) ?? first;
  const endedAt = isLive(last.status) ? null : last.endedAt;
  return {
    id,
    server: first.server,
    jobId: first.jobId,
    jobName: first.jobName,
    status: last.status,
    startedAt: first.createdAt,
    endedAt,
    durationSeconds: secondsBetween(first.createdAt, endedAt),
    attempts,
    inferred,
    retriesKnown: attempts.every(
      ({ retryNumber, originalSessionId }) => retryNumber !== null || originalSessionId !== null,
    ),
  };
}

/**
 * The stage that held the run back: of the last attempt that names one; null while it runs, where
 * none is named, and where the server is still finding out (VB365's `Detecting`).
 */
export function bottleneckOf({
  status,
  attempts,
}: Pick<Run, 'status' | 'attempts'>): Session | null {
  if (status === 'running' || status === 'queued') return null;
  return (
    attempts.findLast(({ bottleneck }) => bottleneck !== null && bottleneck !== 'detecting') ?? null
  );
}
