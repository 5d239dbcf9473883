// What is measured: each row is one path through the program, who it is held against, and its budget.
//   ours, others   contenders of measure.mjs; `against` names the one that the budget is a ratio to
//   budget         ratio of the medians; `seconds`, `firstSeconds` and `mebibytes` are absolute
//   rounds         how often each contender runs
//   guard          what CI judges: `{ratio, against, cpuSeconds, rounds, slack}`, the most processor time as
//                  a ratio to a contender or in seconds: what it took when this was written, and 40 % more
//   skipped        why the row cannot be measured here
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/vsi.js', import.meta.url));
const script = fileURLToPath(new URL('script.mjs', import.meta.url));
const node = process.execPath;

/** What the server of the benchmarks has to offer. */
export const LISTENERS = [
  { name: 'page', sessions: 999 },
  { name: 'long', sessions: 100_000 },
  { name: 'longer', sessions: 300_000 },
  { name: 'far', sessions: 100_000, latency: 50 },
  { name: 'fleet', sessions: 30, latency: 200, count: 20 },
  { name: 'screen', sessions: 10_000 },
];

/** @param stage `{ports, caFile, folder}`: the server and a folder for what the programs keep */
export function rowsOf({ ports, caFile, folder }) {
  const env = { HOME: folder, PATH: process.env.PATH, TZ: 'UTC', VSI_CA_FILE: caFile };
  Object.assign(env, { VSI_PRODUCT: 'vb365', VSI_USERNAME: 'bench', VSI_PASSWORD: 'bench' });
  const origin = (name, index = 0) => `https://localhost:${ports[name][index]}`;
  const vsi = (words, more = {}) => ({
    words: [node, program, ...words],
    env: { ...env, ...more.env },
    lines: more.lines ?? null,
  });
  const list = (name, words, more = {}) =>
    vsi(['session', 'list', '--limit', '0', ...words], {
      ...more,
      env: { VSI_SERVER: origin(name), ...more.env },
    });
  const bare = { words: [node, '-e', '0'], env };
  const https = (name, pages, format, lines) => ({
    words: [node, script, origin(name), caFile, String(pages), format],
    env,
    lines,
  });
  const pipe = (name, pages, lines) =>
    curlAndJq({ origin: origin(name), caFile, pages, lines, folder, env });
  const fleet = ports.fleet.flatMap((_, index) => ['--server', origin('fleet', index)]);

  return [
    {
      id: 'version',
      title: 'vsi --version',
      ours: vsi(['--version'], { lines: 1 }),
      others: { node: bare },
      against: 'node',
      budget: 1.3,
      rounds: 15,
      guard: { ratio: 1.9, rounds: 10, slack: 1.5 },
    },
    {
      id: 'help',
      title: 'vsi --help',
      ours: vsi(['--help']),
      others: { node: bare },
      against: 'node',
      budget: 1.8,
      rounds: 15,
      guard: { ratio: 2.9, rounds: 10, slack: 1.5 },
    },
    {
      id: 'completion',
      title: 'Tab: commands and flags',
      ours: vsi(['__complete', '--', 'session', 'list', '--st']),
      others: { node: bare },
      against: 'node',
      budget: 1.8,
      rounds: 15,
    },
    {
      id: 'page',
      title: 'one page of 1,000 sessions, piped',
      ours: list('page', [], { lines: 999 }),
      others: { 'node:https': https('page', 1, 'tsv', 999), 'curl | jq': pipe('page', 1, 999) },
      against: 'node:https',
      budget: 1.4,
      rounds: 15,
      guard: { ratio: 3.4, rounds: 5, slack: 1.5 },
    },
    {
      id: 'long',
      title: '100,000 sessions as NDJSON',
      ours: list('long', ['-o', 'ndjson'], { lines: 100_000 }),
      others: {
        'curl | jq': pipe('long', 100, 100_000),
        'node:https': https('long', 100, 'ndjson', 100_000),
      },
      against: 'curl | jq',
      budget: 0.75,
      mebibytes: 150,
      rounds: 5,
      guard: { ratio: 3.5, against: 'node:https', rounds: 1, slack: 1.5 },
    },
    {
      id: 'longer',
      title: '300,000 sessions as NDJSON: memory',
      ours: list('longer', ['-o', 'ndjson'], { lines: 300_000 }),
      others: {},
      mebibytes: 150,
      rounds: 1,
    },
    {
      id: 'far',
      title: '100,000 sessions, 50 ms latency a page',
      ours: list('far', ['-o', 'ndjson'], { lines: 100_000 }),
      others: { 'node:https': https('far', 100, 'ndjson', 100_000) },
      against: 'node:https',
      budget: 0.3,
      rounds: 3,
    },
    {
      id: 'fleet',
      title: '20 servers, 200 ms latency each',
      ours: vsi(['session', 'list', '--limit', '0', ...fleet], { lines: 600 }),
      others: { 'one server': list('fleet', [], { lines: 30 }) },
      against: 'one server',
      budget: 2,
      rounds: 5,
    },
    {
      id: 'screen',
      title: '10,000 rows as a table on a terminal',
      ours: list('screen', [], { env: { VSI_FORCE_TTY: '160', TERM: 'xterm-256color' } }),
      others: {},
      seconds: 2.5,
      firstSeconds: 0.5,
      rounds: 5,
      guard: { cpuSeconds: 3, rounds: 1 },
    },
    savedRow({ vsi, folder, source: list('long', ['-o', 'ndjson']) }),
  ];
}

/** 100,000 saved records; a build without --from cannot read them. */
function savedRow({ vsi, folder, source }) {
  const file = join(folder, 'sessions.ndjson');
  const row = {
    id: 'from',
    title: '100,000 saved sessions (--from) as NDJSON',
    ours: vsi(['session', 'list', '--limit', '0', '-o', 'ndjson', '--from', file], {
      lines: 100_000,
    }),
    others: { 'jq -c': { words: ['jq', '-c', '.', file], env: source.env, lines: 100_000 } },
    against: 'jq -c',
    budget: 0.75,
    mebibytes: 150,
    rounds: 3,
    prepare: () => {
      const [command, ...words] = source.words;
      const { status, stdout } = spawnSync(command, words, { env: source.env, maxBuffer: 2 ** 30 });
      if (status !== 0) throw new Error('the records to read could not be made');
      writeFileSync(file, stdout);
    },
  };
  const help = spawnSync(node, [program, 'session', 'list', '--help'], { encoding: 'utf8' }).stdout;
  return help.includes('--from ') ? row : { ...row, skipped: 'this build has no --from' };
}

/** One curl for all pages, on one connection, into one jq. */
function curlAndJq({ origin, caFile, pages, lines, folder, env }) {
  const config = join(folder, `curl-${pages}-${lines}.txt`);
  const urls = Array.from(
    { length: pages },
    (_, index) => `url = "${origin}/v8/JobSessions?limit=1000&offset=${index * 1000}"`,
  );
  const header = 'header = "Authorization: Bearer bench"';
  writeFileSync(config, `${[`cacert = "${caFile}"`, header, ...urls].join('\n')}\n`);
  return { words: ['sh', '-c', `curl -s -K '${config}' | jq -c '.results[]'`], env, lines };
}
