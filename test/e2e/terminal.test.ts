import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { PROGRAM, finished, rowsOf, setStage, type Finished, type Stage } from '../support/vsi.ts';

const ESCAPE = '\u001B';
const CTRL_C = '\u0003';

/** A real terminal is made by util-linux' script; other systems' script takes other flags. */
const scriptVersion = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasTerminal = scriptVersion.status === 0 && scriptVersion.stdout.includes('util-linux');
const describeWithTerminal = hasTerminal ? describe : describe.skip;

let stage: Stage;
/** Slow enough for the spinner, which waits for 300 ms. */
let slow: Stage;

beforeAll(async () => {
  [stage, slow] = await Promise.all([
    setStage({ throttle: false }),
    setStage({ throttle: false, latency: 400 }),
  ]);
  await Promise.all([stage.run(['login']), slow.run(['login'])]);
});

afterAll(async () => {
  await Promise.all([stage.close(), slow.close()]);
});

interface Session {
  readonly columns: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Shell commands around the program's. */
  readonly before?: string;
  readonly after?: string;
  /** What is typed as soon as this stands on the screen. */
  readonly typing?: readonly (readonly [sign: string | RegExp, keys: string])[];
}

/** Runs the program on a terminal of its own; stdout is what that terminal was sent. */
async function onTerminal(words: readonly string[], session: Session): Promise<Finished> {
  const { columns, variables, before = '', after = '', typing = [] } = session;
  const program = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  const line = `stty cols ${columns} rows 50; ${before} ${program}${after}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TERM: 'xterm-256color',
      ...variables,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting = [...typing];
  let screen = '';
  child.stdout.on('data', (text: Buffer) => {
    screen += text.toString('utf8');
    const [next] = waiting;
    if (next === undefined || !new RegExp(next[0]).test(screen)) return;
    waiting.shift();
    screen = '';
    child.stdin.write(next[1]);
  });
  // Left open: its end would be typed into the terminal.
  const outcome = await finished(child);
  child.stdin.destroy();
  return { ...outcome, stdout: outcome.stdout.replaceAll('\r\n', '\n') };
}

/** What stands on the screen in the end, line by line, as far as spinners and tables need it. */
function screenOf(sent: string): string[] {
  const lines = [''];
  let row = 0;
  let column = 0;
  const control = new RegExp(`${ESCAPE}\\[([?\\d;]*)([A-Za-z])|[\\r\\n]|[^${ESCAPE}\\r\\n]+`, 'gu');
  for (const [text, parameter = '', letter] of sent.matchAll(control)) {
    const current = lines[row] ?? '';
    const count = Number(parameter) || 1;
    if (text === '\n') {
      row += 1;
      column = 0;
    } else if (text === '\r') column = 0;
    else if (letter === undefined) {
      lines[row] =
        current.slice(0, column).padEnd(column) + text + current.slice(column + text.length);
      column += text.length;
    } else if (letter === 'G') column = count - 1;
    else if (letter === 'A') row = Math.max(0, row - count);
    else if (letter === 'B') row += count;
    else if (letter === 'K') lines[row] = parameter === '2' ? '' : current.slice(0, column);
    else if (letter === 'J') {
      lines[row] = current.slice(0, column);
      lines.length = row + 1;
    }
    for (let missing = lines.length; missing <= row; missing += 1) lines.push('');
  }
  return lines;
}

const bare = (text: string): string =>
  text.replaceAll(new RegExp(`${ESCAPE}\\[[?\\d;]*[A-Za-z]`, 'g'), '');

describeWithTerminal('a real terminal (needs script of util-linux)', () => {
  test.each([80, 200])('%d columns: a coloured table that fits', async (columns) => {
    const { variables } = stage;
    for (const words of [
      ['jobs', 'list'],
      ['jobs', 'sessions', 'Teams'],
      ['session', 'show', 'latest', '--job', 'Teams'],
    ]) {
      const { code, stdout } = await onTerminal(words, { columns, variables });
      expect({ words, code }).toEqual({ words, code: 0 });
      expect(stdout).toContain(`${ESCAPE}[`);
      const widths = screenOf(stdout).map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    }
    const { stdout } = await onTerminal(['jobs', 'sessions', 'Teams', '--limit', '3'], {
      columns,
      variables,
    });
    const [header = ''] = screenOf(stdout);
    expect(header).toMatch(/^ID +STATUS +STARTED +DURATION +RATE .*BOTTLENECK/);
    expect(header.includes('WRITE')).toBe(columns === 200);
  });

  test('NO_COLOR and TERM=dumb are kept to', async () => {
    for (const [name, value] of [
      ['NO_COLOR', '1'],
      ['TERM', 'dumb'],
    ] as const) {
      const variables = { ...slow.variables, [name]: value };
      const { code, stdout } = await onTerminal(['jobs', 'list', '--quiet'], {
        columns: 80,
        variables,
      });
      expect({ name, code }).toEqual({ name, code: 0 });
      expect(stdout).not.toContain(ESCAPE);
    }
  });

  test('the spinner is gone before the first row', async () => {
    const words = ['session', 'list', '--until', '2h', '--limit', '3', '--json', 'id'];
    const { code, stdout } = await onTerminal(words, { columns: 80, variables: slow.variables });
    expect(code).toBe(0);
    expect(stdout).toContain('Asking the server');
    const shown = screenOf(stdout).filter((line) => line !== '');
    const [notice, ...rows] = [shown.at(-1), ...shown.slice(0, -1)];
    expect(notice).toBe('3 newest shown, more exist: --limit 0');
    expect(rowsOf(rows.join('\n')).map((row) => Object.keys(row))).toEqual([
      ['id'],
      ['id'],
      ['id'],
    ]);
    expect(stdout.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(
      stdout.lastIndexOf(`${ESCAPE}[?25l`),
    );
  });

  test('a terminal without columns has no spinner, and the command ends', async () => {
    const { code, stdout } = await onTerminal(['jobs', 'list'], {
      columns: 0,
      variables: slow.variables,
    });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/Asking|Reading/);
    expect(screenOf(stdout)[0]).toMatch(/^NAME/);
  });

  describe('the password prompt', () => {
    const asks = (): Session => ({
      columns: 80,
      variables: { ...stage.variables, HOME: '', VSI_PASSWORD: '' },
    });

    test('takes the password and does not show it', async () => {
      const { server } = stage;
      const { code, stdout } = await onTerminal(['api', 'ServiceInstance'], {
        ...asks(),
        typing: [['Password of .*: ', `${server.password}\r`]],
      });
      expect(code).toBe(0);
      expect(stdout).not.toContain(server.password);
      const [question, ...rest] = stdout.split('\n');
      expect(bare(question ?? '')).toBe(`Password of demo\\admin at ${server.url}: `);
      expect(JSON.parse(rest.join('\n'))).toHaveProperty('version');
    });

    test('a wrong one is refused, and asked for once only', async () => {
      const { code, stdout } = await onTerminal(['jobs', 'list'], {
        ...asks(),
        typing: [['Password of .*: ', 'wr0ng-passw0rd\r']],
      });
      expect(code).toBe(4);
      expect(stdout).not.toContain('wr0ng-passw0rd');
      expect(stdout.match(/Password of/g)).toHaveLength(1);
      expect(stdout).toContain('vsi: login refused for demo\\admin');
    });

    test('Ctrl-C leaves it, and gives the terminal back as it was', async () => {
      const { code, stdout } = await onTerminal(['jobs', 'list'], {
        ...asks(),
        before: 'trap : INT; stty -a;',
        after: '; echo "code $?"; stty -a',
        typing: [['Password of .*: ', `half${CTRL_C}`]],
      });
      expect(code).toBe(0);
      expect(stdout).toContain('code 130');
      expect(stdout).not.toContain('half');
      expect(stdout).not.toContain('vsi:');
      const [settings, again] = stdout.match(/(?<=; line = 0;)[^]*?(?:echoke|extproc)\b/g) ?? [];
      expect(settings).toContain(' echo ');
      expect(again).toBe(settings);
    });
  });

  test('Ctrl-C ends a command at once and shows the cursor again', async () => {
    const started = Date.now();
    const { stdout } = await onTerminal(['session', 'list', '--limit', '0'], {
      columns: 80,
      variables: slow.variables,
      before: 'trap : INT;',
      after: '; echo "code $?"',
      typing: [['Asking', CTRL_C]],
    });
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(stdout).toContain('code 130');
    expect(stdout).not.toContain('vsi:');
    expect(stdout.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(
      stdout.lastIndexOf(`${ESCAPE}[?25l`),
    );
    expect(screenOf(stdout).join('\n')).not.toMatch(/Asking|Reading/);
  });
});
