import { append } from '../../model/append.ts';
import { isNotFound, VsiError } from '../../model/errors.ts';
import { MIN_ID_PREFIX } from '../../model/job-reference.ts';
import { didYouMean } from '../../model/near-words.ts';
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, isUuid, readPlacedJobs } from './job-choice.ts';

/** Among how many of a server's newest sessions the beginning of an id is looked up (contract section 1). */
const PREFIX_DEPTH = 1000;

/** So many first characters an id must share with a mistyped one to be offered, and how many are. */
const LEAST_SHARED = 3;
const MOST_OFFERED = 3;

/** How much of a session is wanted, see `BackupServer.session`. */
interface Detail {
  readonly statistics: boolean;
}

/** A session and the server that has it. */
export interface PlacedSession {
  readonly server: BackupServer;
  readonly session: Session;
}

/**
 * The session that a command's argument means: an id, the beginning of one of the newest 1,000 ids,
 * or `latest` with --job.
 *
 * @param how whether it comes with its statistics, for which further questions may be due
 * @throws NOT_FOUND, USAGE
 */
export async function chooseSession(
  { argument, flags }: Invocation,
  fleet: Fleet,
  how: Detail = { statistics: true },
): Promise<PlacedSession> {
  const reference = (argument ?? '').toLowerCase();
  const jobs = flags.all(FLAGS.ofJob);
  if (reference === 'latest') return latestSession(fleet, jobs, how);
  if (jobs.length > 0) {
    throw new VsiError('USAGE', '--job goes with latest only: an id says it all');
  }
  const id = isUuid(reference) ? reference : await completeId(fleet, reference);
  return sessionById(fleet, id, how);
}

async function sessionById(fleet: Fleet, id: string, how: Detail): Promise<PlacedSession> {
  const answers = await fleet.gather(async (server) => {
    try {
      return await server.session(id, how);
    } catch (error) {
      if (isNotFound(error) && fleet.size > 1) return null;
      throw error;
    }
  });
  for (const { server, value } of answers) if (value !== null) return { server, session: value };
  throw new VsiError('NOT_FOUND', `no server has a session ${id}`);
}

async function latestSession(
  fleet: Fleet,
  wanted: readonly string[],
  how: Detail,
): Promise<PlacedSession> {
  const [reference, ...others] = wanted;
  if (reference === undefined || others.length > 0) {
    throw new VsiError('USAGE', 'latest needs one --job', {
      hint: 'vsi session show latest --job <job>',
    });
  }
  const { server, job } = chooseJob(await readPlacedJobs(fleet), reference);
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId: job.id })) {
    // A child session tells of one machine; the run is told by its parent.
    const [newest] = page
      .filter(({ jobId, parentSessionId }) => jobId === job.id && parentSessionId === null)
      .sort(newestFirst);
    if (newest === undefined) continue;
    return { server, session: how.statistics ? await server.session(newest.id) : newest };
  }
  throw new VsiError('NOT_FOUND', `the job “${job.name}” has no session`, { where: server.name });
}

/** The one id among the newest sessions that begins so. */
async function completeId(fleet: Fleet, prefix: string): Promise<string> {
  if (prefix.length < MIN_ID_PREFIX || !/^[0-9a-f-]+$/.test(prefix)) {
    throw new VsiError('NOT_FOUND', `“${prefix}” is no session id`, {
      hint: `give an id, at least its first ${MIN_ID_PREFIX} characters, or latest with --job`,
    });
  }
  const answers = await fleet.gather(newestIds);
  const ids = answers.flatMap(({ value }) => value);
  const matches = ids.filter((id) => id.startsWith(prefix));
  const where = answers.map(({ server }) => server.name).join(', ');
  const [only, ...others] = matches;
  if (only === undefined) {
    throw new VsiError('NOT_FOUND', `no session whose id begins with “${prefix}”`, {
      where,
      hint: `${didYouMean(nearestIds(prefix, ids))}only the newest ${PREFIX_DEPTH} are looked at: for an older one give the full id`,
    });
  }
  if (others.length === 0) return only;
  throw new VsiError('USAGE', `several session ids begin with “${prefix}”`, {
    where,
    hint: `one of ${matches.slice(0, 5).join(', ')}`,
  });
}

/** The ids that begin as the typed one does for the longest stretch; few by chance share so much. */
export function nearestIds(typed: string, ids: readonly string[]): readonly string[] {
  for (let length = typed.length - 1; length >= LEAST_SHARED; length -= 1) {
    const near = ids.filter((id) => id.startsWith(typed.slice(0, length)));
    if (near.length > 0) return near.slice(0, MOST_OFFERED);
  }
  return [];
}

async function newestIds(server: BackupServer): Promise<readonly string[]> {
  const newest: string[] = [];
  for await (const page of server.sessions(ALL_SESSIONS)) {
    append(
      newest,
      page.map(({ id }) => id.toLowerCase()),
    );
    if (newest.length >= PREFIX_DEPTH) break;
  }
  return newest.slice(0, PREFIX_DEPTH);
}
