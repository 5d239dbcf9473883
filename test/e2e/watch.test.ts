/** `session watch` against a server whose sessions move with every look at them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendJson } from '../support/https-server.ts';
import {
  startScriptedVb365,
  type ScriptedAnswer,
  type ScriptedVb365,
} from '../support/scripted-vb365.ts';
import { finished, rowsOf, startVsi, vsi, type Finished } from '../support/vsi.ts';

type Body = Readonly<Record<string, unknown>>;

const JOB = 'aaaaaaaa-0000-4000-8000-000000000001';
const NEVER_STARTED = 'aaaaaaaa-0000-4000-8000-000000000002';
const idOf = (number: number): string => `bbbbbbbb-0000-4000-8000-00000000000${number}`;
const [GOOD, FLAKY, RETRY, GONE, LONG, AWAY, FOLLOWED] = [1, 2, 3, 4, 5, 6, 7].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const BEGIN = Date.now() - 60_000;

function session(id: string, known: Body): Body {
  return {
    id,
    jobId: JOB,
    jobType: 'Backup',
    creationTime: new Date(BEGIN).toISOString(),
    endTime: null,
    retryCount: 0,
    jobWillBeRetried: null,
    status: 'Running',
    statistics: { processingRateBytesPS: 1000, bottleneck: 'Source', transferredDataBytes: 5000 },
    ...known,
  };
}

function ended(id: string, status: string, known: Body = {}): Body {
  const endTime = new Date(BEGIN + 30_000).toISOString();
  return session(id, { endTime, status, progress: 9, jobWillBeRetried: false, ...known });
}

/** One answer a look, the last one from then on; a number is a status code without a body. */
const LOOKS: Readonly<Record<string, readonly (Body | number)[]>> = {
  [GOOD]: [
    session(GOOD, { progress: 3 }),
    session(GOOD, { progress: 3 }),
    session(GOOD, { progress: 5 }),
    ended(GOOD, 'Warning'),
  ],
  [FLAKY]: [
    session(FLAKY, { progress: 1 }),
    ended(FLAKY, 'Failed', { jobWillBeRetried: true, details: 'The mailbox is locked' }),
  ],
  [RETRY]: [
    session(RETRY, { progress: 4, retryCount: 1, mainSessionId: FLAKY }),
    ended(RETRY, 'Success', { retryCount: 1, mainSessionId: FLAKY }),
  ],
  [GONE]: [session(GONE, { progress: 1 }), 404],
  [LONG]: [session(LONG, { progress: 1 })],
  // The first look is the one for the session itself.
  [FOLLOWED]: [session(FOLLOWED, {}), session(FOLLOWED, {}), 503, ended(FOLLOWED, 'Success')],
  [AWAY]: [session(AWAY, { progress: 1 }), 503, 503, ended(AWAY, 'Success')],
};

/** The log of the followed session, by how often it was asked for. */
const LOG: readonly (readonly Body[])[] = [
  [logItem(1, 'Running', 'Processing the mailbox')],
  [logItem(1, 'Success', 'Processing the mailbox'), logItem(2, 'Success', 'The job has finished')],
];

function logItem(number: number, type: string, message: string): Body {
  const creationTime = new Date(BEGIN + number * 1000).toISOString();
  return { id: idOf(number), usn: number, type, message, creationTime, endTime: null };
}

const EMPTY = { offset: 0, limit: 100, results: [] };

let server: ScriptedVb365;
let home: string;
let variables: Readonly<Record<string, string>>;
/** Whether the first login's token has expired; how often the list was asked for since the failure. */
const state = { expired: false, listsSinceFailure: -Infinity };

beforeAll(async () => {
  server = await startScriptedVb365({
    accepts: (token) => token !== 'access-1' || !state.expired,
    routes: {
      jobs: [
        {
          id: JOB,
          name: 'Mail',
          isEnabled: true,
          schedulePolicy: { retryEnabled: true, retryWaitInterval: 1 },
        },
        { id: NEVER_STARTED, name: 'Pilot', isEnabled: true },
      ],
      copyjobs: [],
      jobsessions: (response, { url }) => {
        // The retry begins after the first look for it.
        const sessions =
          state.listsSinceFailure > 0 ? [newest(RETRY), newest(FLAKY)] : [newest(FLAKY)];
        const isOfPilot = url.includes(NEVER_STARTED);
        sendJson(response, { offset: 0, limit: 100, results: isOfPilot ? [] : sessions });
        state.listsSinceFailure += 1;
      },
      ...Object.fromEntries(
        Object.entries(LOOKS).flatMap(([id, looks]) => [
          [`jobsessions/${id}`, lookedAt(looks)],
          [`jobsessions/${id}/logitems`, id === FOLLOWED ? logLookedAt() : EMPTY],
          [`jobsessions/${id}/processedobjects`, EMPTY],
        ]),
      ),
    },
  });
  home = await mkdtemp(join(tmpdir(), 'vsi-watch-'));
  variables = { ...server.variables, HOME: home };
});

afterAll(async () => {
  await server.close();
  await rm(home, { recursive: true, force: true });
});

function lookedAt(looks: readonly (Body | number)[]): ScriptedAnswer {
  let count = 0;
  return (response) => {
    const look = looks[Math.min(count, looks.length - 1)];
    count += 1;
    if (typeof look === 'number') sendJson(response, { message: 'not now' }, look);
    else sendJson(response, look ?? {});
    if (count === 2) state.expired = true;
    if (look === newest(FLAKY)) state.listsSinceFailure = 0;
  };
}

function logLookedAt(): ScriptedAnswer {
  let count = 0;
  return (response) => {
    sendJson(response, { ...EMPTY, results: LOG[Math.min(count, LOG.length - 1)] });
    count += 1;
  };
}

function newest(id: string): Body | number | undefined {
  return LOOKS[id]?.at(-1);
}

async function watch(...words: readonly string[]): Promise<Finished> {
  return vsi(['session', 'watch', ...words, '--interval', '1s'], { variables });
}

/** Some values of each line of ndjson. */
function story({ stdout }: Finished, ...keys: readonly string[]): unknown[][] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return rowsOf(`[${lines.join(',')}]`).map((row) => keys.map((key) => row[key]));
}

describe('in a pipe', () => {
  test('a session is followed to its end, one line a change, whatever the login does', async () => {
    const [good, done] = await Promise.all([
      watch(GOOD, '-o', 'ndjson'),
      watch('--job', 'Pilot', '--wait', '1s'),
    ]);
    expect({ code: good.code, stderr: good.stderr }).toEqual({ code: 0, stderr: '' });
    expect(story(good, 'status', 'progressObjects', 'etaAt')).toEqual([
      ['running', 3, null],
      ['running', 5, null],
      ['warning', 9, null],
    ]);
    expect(server.tokenForms().length).toBeGreaterThan(1);
    expect(done).toMatchObject({ code: 8, stdout: '' });
    expect(done.stderr).toBe(
      'Waiting for the next session of Pilot.\nNo session began within the time of --wait.\n',
    );
    // Its end is known now: --exit-status tells it, and the other formats take it.
    const again = await watch(GOOD, '--exit-status', '-o', 'json');
    expect(again.code).toBe(10);
    expect(rowsOf(again.stdout)).toMatchObject([{ id: GOOD, status: 'warning', etaAt: null }]);
  });

  test('an announced retry is waited for, and the result is its own', async () => {
    const run = await watch(FLAKY, '--exit-status', '-o', 'ndjson');
    expect(story(run, 'id', 'status')).toEqual([
      [FLAKY, 'running'],
      [FLAKY, 'failed'],
      [RETRY, 'running'],
      [RETRY, 'success'],
    ]);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^The session ended as failed; the announced retry is waited for until [-\d: ]+\.\n$/,
    );
  });

  test('--wait gives up with exit 8; what vanishes is an error; a bad moment is survived', async () => {
    const [long, gone, away] = await Promise.all([
      watch(LONG, '--wait', '1s', '-o', 'tsv'),
      watch(GONE, '-o', 'csv', '--columns', 'id,status'),
      watch(AWAY, '--retries', '0', '-o', 'ndjson', '--json', 'status'),
    ]);
    expect(long).toMatchObject({ code: 8, stderr: 'Still running: the time of --wait is over.\n' });
    expect(long.stdout.split('\n')).toHaveLength(3);
    expect(gone).toMatchObject({ code: 5, stdout: `id,status\n${GONE},running\n` });
    expect(gone.stderr).toContain(`vsi: the session ${GONE} is gone while it was watched`);
    expect({ code: away.code, stdout: away.stdout }).toEqual({
      code: 0,
      stdout: '{"status":"running"}\n{"status":"success"}\n',
    });
    expect(away.stderr).toMatch(/^[^\n]*503[^\n]*; asking again\.\n$/);
  });
});

test('session log --follow prints what is new, survives a bad moment and ends with the session', async () => {
  const words = ['session', 'log', FOLLOWED, '--follow', '--retries', '0', '-o', 'ndjson'];
  const run = await vsi(words, { variables });
  expect(story(run, 'level', 'title')).toEqual([
    ['running', 'Processing the mailbox'],
    ['success', 'Processing the mailbox'],
    ['success', 'The job has finished'],
  ]);
  expect(run.code).toBe(0);
  expect(run.stderr).toMatch(/^[^\n]*503[^\n]*; asking again\.\n$/);
});

const ESC = '\u001b[';

describe('on a terminal', () => {
  test('Ctrl-C leaves nothing behind', async () => {
    const child = startVsi(['session', 'watch', LONG, '--interval', '1s'], {
      variables: { ...variables, VSI_FORCE_TTY: '80' },
    });
    child.stdin?.end();
    let drawn = '';
    child.stdout?.on('data', (text: Buffer) => (drawn += text.toString()));
    const end = finished(child);
    while (!drawn.includes('Ctrl-C')) await delay(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout.startsWith(`${ESC}?1049h${ESC}?25l${ESC}H`)).toBe(true);
    expect(stdout.endsWith(`${ESC}?25h${ESC}?1049l`)).toBe(true);
  });

  test('an ended session leaves its last picture', async () => {
    const run = await vsi(['session', 'watch', RETRY, '--color', 'never'], {
      variables: { ...variables, VSI_FORCE_TTY: '80' },
    });
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const [, left = ''] = run.stdout.split(`${ESC}?25h${ESC}?1049l`);
    expect(left).toMatch(/^Mail \(Retry 1\) {2}✔ success\n/);
    expect(left).not.toContain('\u001b');
  });
});

test('a copy job that idles counts as ended', async () => {
  const words = ['--job', 'Copy to Second Site', '--demo', '--product', 'vbr', '-o', 'ndjson'];
  const run = await vsi(['session', 'watch', ...words], { variables: { HOME: home } });
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  expect(story(run, 'status', 'kind')).toEqual([['idle', 'copy']]);
});

test.each([
  [[], /needs a session, or one --job/],
  [['--job', 'a', '--job', 'b'], /needs a session, or one --job/],
  [[GOOD, '--job', 'Mail'], /--job goes with latest only/],
  [[GOOD, '--wait', 'soon'], /--wait “soon” is no length of time/],
  [[GOOD, '--interval', '10ms'], /--interval “10ms” is no length of time/],
])('%j is wrong usage', async (words, message) => {
  const run = await vsi(['session', 'watch', ...words], { variables });
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
});
