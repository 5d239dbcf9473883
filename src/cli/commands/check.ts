import type { Instant } from '../../model/instant.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { checkJson } from '../../monitoring/check-json.ts';
import { checkmkOutput, nagiosOutput } from '../../monitoring/check-lines.ts';
import {
  inOrder,
  stateOf,
  type CheckFailure,
  type CheckResult,
} from '../../monitoring/check-result.ts';
import { PLUGIN_CODES } from '../../monitoring/plugin-state.ts';
import { formatDateTime } from '../../output/units.ts';
import { createSink } from '../../output/sink.ts';
import type { CheckView } from '../../monitoring/check-view.ts';
import { judgeJobs, type CheckTools, type ServerVerdicts } from '../monitoring/check-jobs.ts';
import { checkScopeOf, checkViewOf, type CheckScope } from '../monitoring/check-scope.ts';
import { withFleet, type Connection } from '../connection/connect.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { jobPatternsOf } from '../sessions/job-patterns.ts';
import {
  Notebook,
  pluginError,
  withStderr,
  type CheckFormat,
} from '../monitoring/plugin-protocol.ts';
import { typedLimits } from '../monitoring/threshold-options.ts';
import { checkZone, singleZoneOf } from '../printing/time-zone.ts';

/** Most monitoring systems kill a plugin after 60 seconds. */
const DEFAULT_DEADLINE = '50s';

const FORMATS: readonly CheckFormat[] = ['nagios', 'checkmk', 'json'];

/** `check` */
export async function run(typed: Invocation): Promise<number> {
  const startedAt = typed.host.now();
  const format = formatOf(typed);
  const notebook = new Notebook();
  const invocation = asPlugin(typed, notebook);
  checkZone(invocation);
  jobPatternsOf(invocation);
  const limits = typedLimits(invocation);
  const scope = checkScopeOf(invocation, limits.flags);
  const view = checkViewOf(invocation);
  const answered: { code: number } = { code: PLUGIN_CODES.unknown };
  await withFleet(invocation, async (connection) => {
    const { checks } = await connection.settings.servers.read();
    const sources = { ...limits, rules: checks };
    const known = await collect(invocation, connection, { sources, scope });
    const result = { ...known, ...circumstances(invocation, { startedAt, notebook, scope }) };
    // Before the servers are left: a server that hangs must not keep the line back.
    await print(invocation, { result, format, view });
    // A local check of Checkmk tells its state in its lines.
    answered.code = format === 'checkmk' ? 0 : PLUGIN_CODES[stateOf(result)];
    return answered.code;
  });
  // Not what the fleet makes of it: exit 3 is UNKNOWN here, and a CRITICAL goes over it.
  return answered.code;
}

/** @throws USAGE */
function formatOf({ flags }: Invocation): CheckFormat {
  const text = flags.text(FLAGS.checkFormat) ?? 'nagios';
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw unknownWord(FLAGS.checkFormat, text);
  if (format !== 'checkmk' && flags.isOn(FLAGS.perJob)) {
    throw new VsiError('USAGE', '--per-job makes services of Checkmk', {
      hint: 'add --format checkmk; for Nagios define a service for each job, with --job',
    });
  }
  return format;
}

/** With a deadline in any case, and nothing on stderr that was not asked for. */
function asPlugin(typed: Invocation, notebook: Notebook): Invocation {
  const { host, flags } = typed;
  const isChatty = flags.isOn(FLAGS.verbose) || flags.isOn(FLAGS.debug);
  return {
    ...typed,
    host: isChatty ? host : withStderr(host, notebook),
    flags: {
      ...flags,
      text: (flag) =>
        flags.text(flag) ?? (flag.name === FLAGS.deadline.name ? DEFAULT_DEADLINE : undefined),
    },
  };
}

type Known = Pick<CheckResult, 'jobs' | 'ignored' | 'failures' | 'servers'>;

/** Asks all servers at the same time; whatever ends the asking, what is known by then counts. */
async function collect(
  invocation: Invocation,
  { fleet, voice, missed, missing }: Connection,
  judging: Pick<CheckTools, 'sources' | 'scope'>,
): Promise<Known> {
  const patterns = jobPatternsOf(invocation);
  const verdicts = new Map<string, ServerVerdicts>();
  const failures: CheckFailure[] = [];
  const tools = { ...judging, patterns, missing, debug: voice.debug };
  try {
    await fleet.gather(async (server) => {
      await judgeJobs(server, tools, (known) => verdicts.set(server.name, known));
    });
    if (fleet.failures.length === 0) patterns.checkFound();
  } catch (error) {
    if (isVsiError(error) && error.code === 'USAGE') throw error;
    // Several servers' failures are told one by one.
    if (fleet.failures.length === 0 || fleet.failures.length < fleet.size) {
      // That a job is not there is no failure of the server.
      const isServers = fleet.size === 1 && !(isVsiError(error) && error.code === 'NOT_FOUND');
      const name = isServers ? (fleet.names[0] ?? null) : null;
      failures.push({ server: name, ...pluginError(error) });
    }
  }
  failures.push(
    ...fleet.failures.map(({ server, error }) => ({ server, ...pluginError(error) })),
    ...missed.map((error) => ({ server: null, ...pluginError(error) })),
  );
  const all = [...verdicts.values()];
  return {
    jobs: inOrder(all.flatMap(({ judged }) => [...judged.values()])),
    ignored: inOrder(all.flatMap(({ ignored }) => ignored)),
    failures,
    servers: fleet.size,
  };
}

interface Started {
  readonly startedAt: Instant;
  readonly notebook: Notebook;
  readonly scope: CheckScope;
}

function circumstances(
  invocation: Invocation,
  { startedAt, notebook, scope }: Started,
): Pick<CheckResult, 'notices' | 'now' | 'moment' | 'window' | 'secondsTaken' | 'timeZone'> {
  const now = invocation.host.now();
  const timeZone = singleZoneOf(invocation);
  const asOf = scope.isPast ? [`judged as of ${formatDateTime(scope.moment, timeZone)}`] : [];
  return {
    notices: [...asOf, ...notebook.notices()],
    now,
    moment: scope.moment,
    window: scope.window,
    secondsTaken: (now - startedAt) / 1000,
    timeZone,
  };
}

async function print(
  { host, flags }: Invocation,
  {
    result,
    format,
    view,
  }: { readonly result: CheckResult; readonly format: CheckFormat; readonly view: CheckView },
): Promise<void> {
  const sink = createSink(host.stdout);
  if (format === 'nagios') await sink.write(nagiosOutput(result, view));
  else if (format === 'json') await sink.write(checkJson(result, view));
  else {
    const perJob = flags.isOn(FLAGS.perJob);
    await sink.write(checkmkOutput(result, { ...view, perJob }));
  }
  await sink.flush();
}
