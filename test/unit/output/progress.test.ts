import { describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { createProgress, mayShowProgress, readingText } from '../../../src/output/progress.ts';

/** A terminal that keeps what is written to it. */
class FakeTerminal extends Writable {
  readonly isTTY: boolean;
  columns: number | undefined;
  text = '';

  constructor(columns: number | undefined, isTTY = true) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }

  cursorTo(): boolean {
    return true;
  }

  moveCursor(): boolean {
    return true;
  }

  clearLine(): boolean {
    this.text += '<cleared>';
    return true;
  }
}

/** A timer that runs when the test says so. */
function fakeSchedule() {
  const timers = new Map<() => void, number>();
  return {
    schedule: (callback: () => void, milliseconds: number) => {
      timers.set(callback, milliseconds);
      return () => {
        timers.delete(callback);
      };
    },
    delays: () => [...timers.values()],
    fire: () => {
      for (const callback of [...timers.keys()]) {
        timers.delete(callback);
        callback();
      }
    },
  };
}

/** Until the condition holds, or the test times out. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function someTurns(): Promise<void> {
  await import('ora');
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const LOOK = { enabled: true, colored: false, ascii: true };

describe('createProgress', () => {
  test('appears after 300 ms with the newest text and is taken off again', async () => {
    const stream = new FakeTerminal(80);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('1 page');
    progress.update('2 pages');
    expect(timers.delays()).toEqual([300]);
    expect(stream.text).toBe('');
    timers.fire();
    await until(() => stream.text.includes('2 pages'));
    expect(stream.text).toContain('- 2 pages');
    expect(stream.text).not.toContain('1 page\u001b');
    progress.stop();
    expect(stream.text.endsWith('<cleared>\u001b[?25h')).toBe(true);
  });

  test('a command that is over before shows nothing', async () => {
    const stream = new FakeTerminal(80);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('1 page');
    progress.stop();
    expect(timers.delays()).toEqual([]);
    progress.update('again');
    timers.fire();
    progress.stop();
    await someTurns();
    expect(stream.text).toBe('');
  });

  test('shows again after it was stopped', async () => {
    const stream = new FakeTerminal(80);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('first');
    timers.fire();
    await until(() => stream.text.includes('first'));
    progress.stop();
    progress.update('second');
    timers.fire();
    await until(() => stream.text.includes('second'));
    progress.stop();
  });

  test('is cut to one line, without control characters', async () => {
    const stream = new FakeTerminal(12);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('a\u001b[2Jbcdefghijklmn');
    timers.fire();
    await until(() => stream.text.includes('a^[[2Jbcd'));
    expect(stream.text).not.toContain('bcde');
    progress.stop();
  });

  test.each([
    ['no columns', 0, true],
    ['unknown columns', undefined, true],
    ['no terminal', 80, false],
  ])('never starts with %s', async (_, columns, isTTY) => {
    const stream = new FakeTerminal(columns, isTTY);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('1 page');
    timers.fire();
    await someTurns();
    progress.stop();
    expect(stream.text).toBe('');
  });

  test('does not start, or ends, where the columns are lost', async () => {
    const stream = new FakeTerminal(80);
    const timers = fakeSchedule();
    const progress = createProgress({ stream, ...LOOK, schedule: timers.schedule });
    progress.update('1 page');
    stream.columns = 0;
    timers.fire();
    await someTurns();
    expect(stream.text).toBe('');
    progress.stop();

    stream.columns = 80;
    progress.update('2 pages');
    timers.fire();
    await until(() => stream.text.includes('2 pages'));
    stream.columns = 0;
    stream.emit('resize');
    expect(stream.text.endsWith('<cleared>\u001b[?25h')).toBe(true);
    expect(stream.listenerCount('resize')).toBe(0);
  });

  test('does nothing when it is not enabled', () => {
    const stream = new FakeTerminal(80);
    const timers = fakeSchedule();
    const progress = createProgress({
      stream,
      ...LOOK,
      enabled: false,
      schedule: timers.schedule,
    });
    progress.update('1 page');
    expect(timers.delays()).toEqual([]);
    progress.stop();
  });
});

describe('mayShowProgress', () => {
  const terminal = { isTTY: true, columns: 80 };

  test.each([
    ['a terminal', { stream: terminal, variables: {}, quiet: false }, true],
    ['an empty CI', { stream: terminal, variables: { CI: '' }, quiet: false }, true],
    ['CI=false', { stream: terminal, variables: { CI: 'false' }, quiet: false }, true],
    ['CI', { stream: terminal, variables: { CI: 'true' }, quiet: false }, false],
    ['a dumb terminal', { stream: terminal, variables: { TERM: 'dumb' }, quiet: false }, false],
    ['--quiet', { stream: terminal, variables: {}, quiet: true }, false],
    ['a pipe', { stream: {}, variables: {}, quiet: false }, false],
    ['0 columns', { stream: { isTTY: true, columns: 0 }, variables: {}, quiet: false }, false],
  ])('%s', (_, question, answer) => {
    expect(mayShowProgress(question)).toBe(answer);
  });
});

describe('readingText', () => {
  const READ = { pages: 2, rows: 1514 };

  test('says what was read', () => {
    expect(readingText({ pages: 1, rows: 3 }, [], false)).toBe('Reading: 1 page, 3 rows');
    expect(readingText(READ, [{ done: 0, total: 0 }], false)).toBe('Reading: 2 pages, 1514 rows');
  });

  test.each([
    [0, false, '░░░░░░░░░░░░░░░░ details of 0 of 200'],
    [50, false, '████░░░░░░░░░░░░ details of 50 of 200'],
    [50, true, '####............ details of 50 of 200'],
    [200, false, '████████████████ details of 200 of 200'],
    [201, true, '################ details of 201 of 200'],
  ])('has a bar for %d of 200 (ascii: %s)', (done, ascii, bar) => {
    const servers = [
      { done, total: 150 },
      { done: 0, total: 50 },
    ];
    expect(readingText(READ, servers, ascii)).toBe(`Reading: 2 pages, 1514 rows ${bar}`);
  });
});
