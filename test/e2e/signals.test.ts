import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCertificate } from '../support/certificates.ts';
import { startHttpsServer, type TestServer } from '../support/https-server.ts';
import {
  createCommandFolder,
  hasProgram,
  runProgram,
  type CommandFolder,
} from '../support/shells.ts';
import { finished, setStage, startVsi, type Stage } from '../support/vsi.ts';

const ESCAPE = String.fromCharCode(27);

let stage: Stage;
/** A server that takes a request and never answers it. */
let mute: TestServer;
let muteVariables: Record<string, string>;
let commands: CommandFolder;

beforeAll(async () => {
  stage = await setStage();
  commands = await createCommandFolder();
  const certificate = await createCertificate();
  mute = await startHttpsServer(certificate, () => undefined);
  muteVariables = {
    VSI_SERVER: mute.origin,
    VSI_PRODUCT: 'vb365',
    VSI_USERNAME: 'reader',
    VSI_PASSWORD: 'secret',
    VSI_FINGERPRINT: certificate.fingerprint,
  };
});

afterAll(async () => {
  await stage.close();
  await mute.close();
  await commands.remove();
});

/** A program that has sent its request and waits for the answer. */
async function waiting(): Promise<ChildProcess> {
  const seen = mute.requests.length;
  const child = startVsi(['jobs', 'list'], { variables: muteVariables });
  child.stdin?.end();
  while (mute.requests.length === seen) await delay(20);
  return child;
}

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends a request that is under way, exit %d, without a word',
    async (signal, code) => {
      const child = await waiting();
      const end = finished(child);
      const began = Date.now();
      child.kill(signal);
      expect(await end).toEqual({ code, signal: null, stdout: '', stderr: '' });
      expect(Date.now() - began).toBeLessThan(5000);
    },
  );

  test('ends the demo server', async () => {
    const child = startVsi(['demo', 'serve', '--product', 'vbr', '--quiet']);
    const end = finished(child);
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, stderr: '' });
  });

  test('comes through although the reader has stopped reading', async () => {
    const words = ['session', 'list', '--limit', '0', '-o', 'ndjson', '--quiet'];
    const many = await setStage({ sessions: 8000 });
    const child = startVsi(words, { variables: many.variables });
    child.stdin?.end();
    const closed = once(child, 'close');
    child.stdout?.pause();
    await once(child.stdout ?? child, 'readable');
    await delay(300);
    child.kill('SIGINT');
    const exited = await once(child, 'exit');
    expect(exited).toEqual([130, null]);
    child.stdout?.destroy();
    await closed;
    await many.close();
  });

  test('a second one does not wait', async () => {
    const words = ['session', 'list', '--limit', '0', '-o', 'ndjson', '--quiet'];
    const many = await setStage({ sessions: 8000 });
    const child = startVsi(words, { variables: many.variables });
    child.stdin?.end();
    child.stdout?.pause();
    await once(child.stdout ?? child, 'readable');
    await delay(300);
    child.kill('SIGINT');
    await delay(50);
    const began = Date.now();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
    // The first one alone would have waited for two seconds.
    expect(Date.now() - began).toBeLessThan(1500);
    child.stdout?.destroy();
    await many.close();
  });

  const testOnTerminal = hasProgram('script') && hasProgram('timeout') ? test : test.skip;

  testOnTerminal('gives the cursor back that the spinner has hidden', async () => {
    const line = 'stty cols 80; timeout --foreground -s INT 1.5 vsi jobs list; echo "code=$?"';
    const { stdout } = await runProgram('script', ['-qec', line, '/dev/null'], {
      variables: { ...muteVariables, PATH: commands.path, TERM: 'xterm' },
    });
    expect(stdout).toContain(`${ESCAPE}[?25l`);
    expect(stdout.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(
      stdout.lastIndexOf(`${ESCAPE}[?25l`),
    );
    // timeout answers 124 for a program that it had to end.
    expect(stdout).toMatch(/code=(?:124|130)/);
  });
});

describe('a pipe', () => {
  test.each([
    [['session', 'list', '--limit', '0']],
    [['session', 'list', '--limit', '0', '-o', 'json']],
    [['jobs', 'list', '-o', 'table']],
    [['--help']],
    [['completion', 'bash']],
    // It logs in each time, and a server that admits one login a second makes it say that it waits.
    [['doctor', '--quiet']],
  ])('that is closed early ends %j quietly, exit 0', async (words) => {
    const child = startVsi(words, { variables: stage.variables });
    child.stdin?.end();
    child.stdout?.destroy();
    expect(await finished(child)).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  test('of errors that is closed changes nothing', async () => {
    const child = startVsi(['jobs', 'list', '--verbose'], { variables: stage.variables });
    child.stdin?.end();
    child.stderr?.destroy();
    const { code, stdout } = await finished(child);
    expect(code).toBe(0);
    expect(stdout).toContain('Teams');
  });

  test('with a slow reader gets every byte of more than 5 MB', async () => {
    const many = await setStage({ sessions: 8000 });
    const words = ['session', 'list', '--limit', '0', '-o', 'ndjson', '--quiet'];
    const child = startVsi(words, { variables: many.variables });
    child.stdin?.end();
    const exit = once(child, 'exit');
    let bytes = 0;
    let text = '';
    let naps = 0;
    for await (const chunk of child.stdout ?? []) {
      const part = String(chunk);
      bytes += Buffer.byteLength(part);
      text += part;
      // Sleeps now and then, and long at the end, when the program has written its last.
      if (naps < 20 && bytes > naps * 300_000) {
        naps += 1;
        await delay(50);
      }
    }
    expect(await exit).toEqual([0, null]);
    expect(bytes).toBeGreaterThan(5_000_000);
    const lines = text.trimEnd().split('\n');
    const ids = new Set(lines.map((line) => String((JSON.parse(line) as { id: unknown }).id)));
    expect(ids.size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(8000);
    expect(text.endsWith('\n')).toBe(true);
    await many.close();
  });

  const testFullDevice = process.platform === 'linux' && hasProgram('sh') ? test : test.skip;

  testFullDevice.each([
    ['vsi session list'],
    ['vsi --help'],
    ['vsi --version'],
    ['vsi completion bash'],
    ['vsi jobs list --json'],
  ])('%s: output that cannot be written is an error, told once', async (line) => {
    const { code, stderr } = await runProgram('sh', ['-c', `${line} > /dev/full`], {
      variables: { ...stage.variables, PATH: commands.path },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^vsi: output cannot be written: ENOSPC \(stdout\)\n(hint: [^\n]+\n)?$/);
  });
});
