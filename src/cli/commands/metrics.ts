import type { RunChoice } from '../../analysis/run-choice.ts';
import { DAY } from '../../model/duration.ts';
import type { Instant } from '../../model/instant.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { windowOn } from '../../model/selection.ts';
import { exposition, EXPOSITIONS, type Exposition } from '../../monitoring/exposition.ts';
import { metricFamilies, type ServerFigures } from '../../monitoring/job-metrics.ts';
import { writeChunked } from '../../output/sink.ts';
import { writeWholeFile } from '../../output/whole-file.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { withFleet, type Connection } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { jobPatternsOf } from '../sessions/job-patterns.ts';
import { stdoutSink } from '../printing/output-options.ts';
import { errorLines } from '../report-error.ts';
import { scrapeJobs } from '../monitoring/scrape-jobs.ts';
import { windowOfLength } from '../printing/time-zone.ts';
import { checkLasts } from '../sessions/selection-options.ts';
import { runSelectionOf } from '../sessions/run-selection.ts';

/** node_exporter runs as a user of its own. */
const READABLE_BY_ALL = 0o644;

/** `metrics` */
export async function run(invocation: Invocation): Promise<number> {
  const { host, flags } = invocation;
  const format = formatOf(invocation);
  const out = flags.text(FLAGS.metricsOut);
  if (out?.trim() === '') {
    throw new VsiError('USAGE', '--out names no file', { hint: 'write --out vsi.prom' });
  }
  const startedAt = host.now();
  const scope = scopeOf(invocation, startedAt);
  jobPatternsOf(invocation);
  return withFleet(invocation, async (connection) => {
    const { servers, failure } = await scrape(invocation, connection, scope);
    const now = host.now();
    const families = metricFamilies({
      version: host.version,
      servers,
      now,
      secondsTaken: (now - startedAt) / 1000,
      windowSeconds: (scope.until - scope.since) / 1000,
      statuses: scope.choice.statuses,
    });
    const texts = exposition(families, format);
    if (out !== undefined) await writeWholeFile(out, [...texts].join(''), READABLE_BY_ALL);
    else await writeChunked(stdoutSink(invocation, connection.voice), texts);
    if (failure === null) return EXIT.done;
    // Of a single server nobody else tells why it is down.
    connection.voice.hush();
    host.stderr.write(errorLines(failure));
    return EXIT.partial;
  });
}

/** @throws USAGE */
function formatOf({ flags }: Invocation): Exposition {
  const text = flags.text(FLAGS.metricsFormat) ?? 'prometheus';
  const format = EXPOSITIONS.find((known) => known === text);
  if (format === undefined) throw unknownWord(FLAGS.metricsFormat, text);
  return format;
}

/** Which runs are counted. */
interface Scope {
  readonly since: Instant;
  /** The end of the window, now where none was given: no run is later but for a clock that is ahead. */
  readonly until: Instant;
  readonly choice: RunChoice;
}

/** @throws USAGE */
function scopeOf(invocation: Invocation, now: Instant): Scope {
  const bounds = windowOfLength(invocation, DAY);
  checkLasts(bounds);
  return {
    since: bounds.since,
    until: Math.min(now, bounds.until ?? Infinity),
    choice: {
      ...runSelectionOf(invocation),
      windowAt: (offset) => windowOn(bounds, offset),
    },
  };
}

interface Scraped {
  readonly servers: readonly ServerFigures[];
  /** Why the only server did not answer; null where it did, and where the fleet tells. */
  readonly failure: VsiError | null;
}

/**
 * Asks all servers; those that do not answer are down. What is wrong with the words themselves is
 * nobody's being down.
 *
 * @throws USAGE, CONFIGURATION, NOT_FOUND, INTERRUPTED
 */
async function scrape(
  invocation: Invocation,
  { fleet, missing, missed }: Connection,
  { since, choice }: Scope,
): Promise<Scraped> {
  const patterns = jobPatternsOf(invocation);
  const now = invocation.host.now();
  const answered = new Map<string, ServerFigures>();
  let failure: VsiError | null = null;
  const one = async (server: BackupServer): Promise<void> => {
    const errors = new Set<VsiError>();
    const note = (error: VsiError): void => {
      errors.add(error);
      missing(error);
    };
    const jobs = await scrapeJobs(server, { patterns, since, choice, now, missing: note });
    const { name, product, apiVersion } = server;
    const figures = { server: name, up: true, product, apiVersion, jobs, errors: errors.size };
    answered.set(name, figures);
  };
  try {
    await fleet.gather(one);
  } catch (error) {
    if (!isVsiError(error) || OURS.has(error.code)) throw error;
    if (fleet.size === 1) failure = error;
  }
  if (failure === null && fleet.failures.length === 0) patterns.checkFound();
  const names = failure === null ? fleet.failures.map(({ server }) => server) : fleet.names;
  const down = names.map((server) => ({ ...DOWN, server }));
  const [only] = [...answered.values()];
  // What a server's own adapter noted is not told apart by server; with one server it is its.
  const figures =
    fleet.size === 1 && only !== undefined
      ? [{ ...only, errors: missed.length }]
      : [...answered.values()];
  return { servers: [...figures, ...down].sort((a, b) => (a.server < b.server ? -1 : 1)), failure };
}

const OURS = new Set<VsiError['code']>(['USAGE', 'CONFIGURATION', 'INTERRUPTED']);

const DOWN = { up: false, product: null, apiVersion: null, errors: 1, jobs: [] } as const;
