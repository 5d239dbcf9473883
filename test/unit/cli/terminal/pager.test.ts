import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Host, OutputStream, PagerCommand, PagerProcess } from '../../../../src/cli/host.ts';
import { pagerOf, withPager } from '../../../../src/cli/terminal/pager.ts';
import { main } from '../../../../src/main.ts';
import { memoryHost } from '../../../support/host.ts';

/** Standard output that may be a terminal, and what was written to it. */
function screen(isTTY: boolean): { stream: OutputStream; text: () => string } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString('utf8');
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 80 }), text: () => text };
}

/** A pager that notes what it is started with and shown. */
function notingPager(exitCode: number | null = 0) {
  const started: PagerCommand[] = [];
  let shown = '';
  return {
    started,
    shown: () => shown,
    startPager: async (command: PagerCommand): Promise<PagerProcess> => {
      started.push(command);
      const input = new PassThrough();
      input.on('data', (chunk: Buffer) => {
        shown += chunk.toString('utf8');
      });
      const ended = new Promise<number | null>((resolve) => {
        input.on('end', () => {
          resolve(exitCode);
        });
      });
      return { input, ended };
    },
  };
}

const nothing = (): void => undefined;

describe('which pager', () => {
  const on = (variables: Host['variables'], platform = 'linux', isTTY = true) =>
    pagerOf({ stdout: screen(isTTY).stream, variables, platform });

  test('VSI_PAGER before PAGER before less', () => {
    expect(on({ VSI_PAGER: 'a -b', PAGER: 'c' })).toMatchObject({ command: 'a -b', shell: true });
    expect(on({ PAGER: 'c' })).toMatchObject({ command: 'c', shell: true });
    expect(on({})).toMatchObject({ command: 'less', shell: false });
  });

  test.each([
    [{ VSI_PAGER: '' }],
    [{ VSI_PAGER: 'cat' }],
    [{ PAGER: 'cat' }],
    [{ VSI_PAGER: '', PAGER: 'less' }],
    [{ TERM: 'dumb' }],
  ])('none with %j', (variables) => {
    expect(on(variables)).toBeNull();
  });

  test('none in a pipe, also where a terminal is pretended', () => {
    expect(on({ PAGER: 'less' }, 'linux', false)).toBeNull();
    expect(on({ PAGER: 'less', VSI_FORCE_TTY: '80' }, 'linux', false)).toBeNull();
  });

  test('Windows has none of its own', () => {
    expect(on({}, 'win32')).toBeNull();
    expect(on({ PAGER: 'less' }, 'win32')).toMatchObject({ command: 'less' });
  });

  test('LESS and LV are set where they are not', () => {
    expect(on({})?.variables).toMatchObject({
      LESS: 'FRX',
      LV: '-c',
      LESSCHARSET: 'utf-8',
    });
    expect(on({ LESS: 'S', LV: '-z' })?.variables).toMatchObject({ LESS: 'S', LV: '-z' });
  });
});

describe('what goes through it', () => {
  function onTerminal(pager: Pick<Host, 'startPager'>) {
    const { stream, text } = screen(true);
    const { signal } = new AbortController();
    const host = { stdout: stream, variables: {}, platform: 'linux', signal, ...pager };
    return { host, text };
  }

  test('all at once, when the work is done', async () => {
    const pager = notingPager();
    const { host, text } = onTerminal(pager);
    let hushed = 0;
    const result = await withPager(
      host,
      () => (hushed += 1),
      async (sink) => {
        await sink.write('one\n');
        await sink.write('two\n');
        expect(pager.started).toEqual([]);
        return 7;
      },
    );
    expect({ result, shown: pager.shown(), text: text() }).toEqual({
      result: 7,
      shown: 'one\ntwo\n',
      text: '',
    });
    expect(hushed).toBeGreaterThan(0);
  });

  test('what there was before a failure, and then the failure', async () => {
    const pager = notingPager();
    const work = withPager(onTerminal(pager).host, nothing, async (sink) => {
      await sink.write('so far\n');
      throw new Error('broke');
    });
    await expect(work).rejects.toThrow('broke');
    expect(pager.shown()).toBe('so far\n');
  });

  test('no pager for nothing, and none after a signal', async () => {
    const pager = notingPager();
    const { host } = onTerminal(pager);
    await withPager(host, nothing, async () => undefined);
    const interrupted = { ...host, signal: AbortSignal.abort('SIGINT') };
    await withPager(interrupted, nothing, (sink) => sink.write('late'));
    expect(pager.started).toEqual([]);
  });

  test.each([
    ['cannot be started', () => Promise.reject(new Error('no'))],
    [
      'does not exist',
      async () => ({
        input: new PassThrough(),
        ended: Promise.reject(Object.assign(new Error('no'), { code: 'ENOENT' })),
      }),
    ],
    ['is not found by the shell', notingPager(127).startPager],
  ])('a pager that %s: straight to the terminal', async (_, startPager) => {
    const { host, text } = onTerminal({ startPager });
    await withPager(host, nothing, (sink) => sink.write('text\n'));
    expect(text()).toBe('text\n');
  });

  test('a person who closes it early has seen enough', async () => {
    const input = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('closed'), { code: 'EPIPE' }));
      },
    });
    const startPager = async (): Promise<PagerProcess> => ({ input, ended: Promise.resolve(0) });
    const { host, text } = onTerminal({ startPager });
    expect(await withPager(host, nothing, async (sink) => sink.write('x').then(() => 0))).toBe(0);
    expect(text()).toBe('');
  });
});

test('help on a terminal goes through the pager', async () => {
  const pager = notingPager();
  const { stream, text } = screen(true);
  const { host } = memoryHost({
    argv: ['help', 'time'],
    stdout: stream,
    startPager: pager.startPager,
  });
  expect(await main(host)).toBe(0);
  expect(pager.shown()).toContain('--since');
  expect(text()).toBe('');
});
