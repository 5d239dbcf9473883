/** `check` and `metrics` over a part of the runs: from the words on the command line to what is printed. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { main } from '../../../../src/main.ts';
import { memoryHost } from '../../../support/host.ts';

const NOW = Date.parse('2026-11-22T05:30:00Z');
const HOUR = 3_600_000;

/** A saved session that began so many hours ago and took ten minutes. */
function saved(job: string, hoursAgo: number, status: string, more: object = {}): string {
  const at = (time: number): string => new Date(time).toISOString();
  const begin = NOW - hoursAgo * HOUR;
  const id = `${job}-${hoursAgo}`;
  return JSON.stringify({
    id,
    server: 'vienna',
    product: 'vbr',
    jobId: job,
    jobName: job,
    name: job,
    kind: 'backup',
    status,
    createdAt: at(begin),
    endedAt: at(begin + HOUR / 6),
    retryNumber: 0,
    originalSessionId: id,
    ...more,
  });
}

const SESSIONS = [
  saved('Mail', 2, 'failed'),
  saved('Mail', 26, 'failed'),
  saved('Mail', 50, 'success'),
  saved('Sites', 3, 'warning'),
  saved('Sites', 27, 'success'),
  saved('Teams', 5, 'failed', { retryNumber: 1, originalSessionId: 'Teams-6' }),
  saved('Teams', 6, 'failed', { willBeRetried: true }),
  saved('Teams', 30, 'success'),
  saved('Well', 4, 'success'),
];

async function run(...argv: string[]) {
  const stdin = new PassThrough();
  stdin.end(SESSIONS.join('\n'));
  const memory = memoryHost({ argv: [...argv, '--from', '-'], stdin });
  const code = await main(memory.host);
  const stdout = memory.stdout();
  const [first = '', ...lines] = stdout.trimEnd().split('\n');
  return { code, stdout, stderr: memory.stderr(), first: first.replace(/ \|.*/, ''), lines };
}

describe('check', () => {
  test.each<[readonly string[], number, string]>([
    [
      [],
      2,
      'CRITICAL - 3 of 4 jobs: “Mail” 2 runs failed in a row, “Teams” last run failed, “Sites”',
    ],
    [['--since', '24h'], 2, 'CRITICAL - 3 of 4 jobs: “Mail” last run failed, “Teams” last run'],
    [
      ['--since', '4h'],
      2,
      'CRITICAL - 2 of 4 jobs: “Mail” last run failed, “Sites” last run ended',
    ],
    [['--since', '1h'], 0, 'OK - all of 4 jobs are well'],
    [['--since', '1h', '--max-age', '48h'], 2, 'CRITICAL - 1 of 4 jobs: “Mail” no success for 2d'],
    [['--status', 'warning'], 1, 'WARNING - 1 of 4 jobs: “Sites” last run ended with a warning'],
    [['--status', 'success,running'], 0, 'OK - all of 4 jobs are well'],
    [['--last', '1'], 2, 'CRITICAL - 3 of 4 jobs: “Mail” last run failed, '],
    [['--attempts'], 2, 'CRITICAL - 3 of 4 jobs: “Mail” 2 runs failed in a row, “Teams” 2 runs'],
    [
      ['--attempts', '--since', '330m'],
      2,
      'CRITICAL - 3 of 4 jobs: “Mail” last run failed, “Teams” last',
    ],
    // As of a time at which Mail had failed once; of Well nothing is known before.
    [['--until', '7h'], 2, 'CRITICAL - 2 of 4 jobs: “Mail” last run failed, “Well” is not known'],
    [['--until', '28h'], 3, 'UNKNOWN - 2 of 4 jobs: “Sites” is not known, “Well” is not known'],
  ])('%j', async (words, code, first) => {
    const answer = await run('check', ...words);
    expect(answer).toMatchObject({ code, stderr: '' });
    expect(answer.first).toContain(`VSI ${first}`);
  });

  test('of the past it says as of when, and ages are those of then', async () => {
    const { lines, stdout } = await run('check', '--until', '7h', '--job', 'Mail');
    expect(lines).toContain('judged as of 2026-11-21 22:30:00');
    // The success of 50 hours ago ended ten minutes later.
    expect(stdout).toContain(`'age'=${(43 - 1 / 6) * 3600}s;`);
    expect((await run('check', '--since', '7d')).stdout).not.toContain('as of');
  });

  test('the figure of failures in a row is that of the verdict', async () => {
    const { stdout } = await run('check', '--job', 'Mail', '--since', '24h');
    expect(stdout).toContain("'failures'=1;");
    expect((await run('check', '--job', 'Mail')).stdout).toContain("'failures'=2;");
    expect((await run('check', '--job', 'Teams', '--attempts')).stdout).toContain("'failures'=2;");
  });

  test('--limit and --sort are about the jobs below the first line', async () => {
    const all = await run('check');
    const two = await run('check', '--sort', 'jobName:desc', '--limit', '2');
    expect(two.first).toBe(all.first);
    expect(two.code).toBe(all.code);
    expect(all.lines.map((line) => line.slice(0, 16))).toEqual([
      'CRITICAL: “Mail”',
      'CRITICAL: “Teams',
      'WARNING: “Sites”',
    ]);
    expect(two.lines.map((line) => line.slice(0, 16))).toEqual([
      'CRITICAL: “Teams',
      'WARNING: “Sites”',
      'and 1 more: --li',
    ]);
    expect((await run('check', '--limit', '0')).lines).toEqual(all.lines);
    const explained = await run('check', '--limit', '1', '--explain');
    expect(explained.lines.filter((line) => line.startsWith('and'))).toEqual([
      'and 2 more: --limit 0 lists all',
      'and 3 more: --limit 0 lists all',
    ]);
    const { stdout } = await run(
      'check',
      '--format',
      'json',
      '--sort',
      'lastRunAt',
      '--limit',
      '2',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { jobs: 4 },
      jobs: [{ jobName: 'Teams' }, { jobName: 'Well' }],
      since: null,
      until: null,
    });
    const checkmk = ['check', '--format', 'checkmk', '--per-job', '--sort', 'jobName:desc'];
    const services = (await run(...checkmk)).stdout.trimEnd().split('\n');
    expect(services.map((line) => /"(.*?)"/.exec(line)?.[1])).toEqual([
      'VSI',
      'VSI vienna Well',
      'VSI vienna Teams',
      'VSI vienna Sites',
      'VSI vienna Mail',
    ]);
  });

  test.each<[readonly string[], RegExp]>([
    [['--last', '0'], /--last “0” is no number of runs/],
    [['--last', '2', '--failures', '1,3'], /--last 2 is too few for --failures\nhint: 3 runs/],
    [['--last', '2', '--warnings', '2'], /--last 2 is too few for --warnings\nhint: 3 runs/],
    [['--since', '1h', '--until', '2h'], /--until lies before --since/],
    [['--status', 'faild'], /--status does not know “faild”\nhint: did you mean failed\?/],
    [['--sort', 'nme'], /--sort does not understand “nme”/],
    [['--limit', 'x'], /--limit “x” is no whole number/],
    [['--format', 'checkmk', '--per-job', '--limit', '3'], /--limit would take services away/],
  ])('%j is refused', async (words, message) => {
    const { stdout } = await run('check', ...words);
    expect(stdout.replace('\\n', '\n')).toMatch(message);
  });
});

describe('metrics', () => {
  /** The counts of the window that are not 0, and the length of the window. */
  async function counted(...words: string[]): Promise<readonly string[]> {
    const { code, stdout, stderr } = await run('metrics', ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.split('\n').flatMap((line) => {
      const run = /^vsi_job_window_runs\{.*job_name="(.*?)",status="(.*?)"\} ([1-9].*)$/.exec(line);
      const window = /^vsi_window_seconds (.*)$/.exec(line);
      if (window !== null) return [`window ${Number(window[1]) / 3600}`];
      return run === null ? [] : [`${run[1]} ${run[2]} ${run[3]}`];
    });
  }

  test.each<[readonly string[], readonly string[]]>([
    [[], ['window 24', 'Mail failed 1', 'Sites warning 1', 'Teams failed 1', 'Well success 1']],
    [
      ['--attempts'],
      ['window 24', 'Mail failed 1', 'Sites warning 1', 'Teams failed 2', 'Well success 1'],
    ],
    [
      ['--until', '4h'],
      ['window 24', 'Mail failed 1', 'Sites success 1', 'Teams failed 1'],
    ],
    [
      ['--since', '28h', '--until', '25h'],
      ['window 3', 'Mail failed 1', 'Sites success 1'],
    ],
    [
      ['--status', 'warning,success'],
      ['window 24', 'Sites warning 1', 'Well success 1'],
    ],
    [
      ['--since', '7d', '--last', '2'],
      [
        'window 168',
        'Mail failed 2',
        'Sites success 1',
        'Sites warning 1',
        'Teams success 1',
        'Teams failed 1',
        'Well success 1',
      ],
    ],
    [
      ['--since', '7d', '--last', '1', '--status', 'success'],
      ['window 168', 'Well success 1'],
    ],
  ])('%j', async (words, expected) => {
    expect(await counted(...words)).toEqual(expected);
  });

  test('what is not asked for has no sample, and the state is that of now', async () => {
    const { stdout } = await run('metrics', '--status', 'failed', '--until', '10h');
    expect(stdout).not.toMatch(/vsi_job_window_runs\{.*status="success"/);
    expect(stdout).toMatch(/vsi_job_last_run_status\{.*"Sites",status="warning"\} 1/);
    expect(stdout).toMatch(/vsi_job_failures_in_row\{.*"Mail"\} 2/);
    const attempts = await run('metrics', '--attempts');
    expect(attempts.stdout).toMatch(/vsi_job_failures_in_row\{.*"Teams"\} 2/);
    expect(attempts.stdout).toMatch(/vsi_job_last_run_attempts\{.*"Teams"\} 1/);
  });

  test('a window without a moment in it is refused', async () => {
    const { code, stderr } = await run('metrics', '--since', '1h', '--until', '2h');
    expect(code).toBe(2);
    expect(stderr).toContain('--until lies before --since');
  });
});
