import { describe, expect, test } from '@jest/globals';
import { FLAGS } from '../../../src/cli/flags.ts';
import { COMMANDS } from '../../../src/cli/tree.ts';
import { main } from '../../../src/main.ts';
import { memoryHost } from '../../support/host.ts';

async function run(...argv: string[]) {
  const memory = memoryHost({ argv });
  const code = await main(memory.host);
  return { code, stdout: memory.stdout(), stderr: memory.stderr() };
}

describe('help', () => {
  test('the bare program and --help print the same help to stdout', async () => {
    const bare = await run();
    expect(bare).toMatchObject({ code: 0, stderr: '' });
    expect(await run('--help')).toEqual(bare);
    for (const { path } of COMMANDS) expect(bare.stdout).toContain(path.join(' '));
  });

  test.each(COMMANDS.map((command) => [command.path.join(' '), command] as const))(
    '%s: usage, examples, description and every flag',
    async (words, command) => {
      const { code, stdout, stderr } = await run(...words.split(' '), '--help');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`Usage: vsi ${words}`);
      for (const example of command.examples) expect(stdout).toContain(`  vsi ${example.words}\n`);
      for (const flag of command.flags) expect(stdout).toContain(`--${flag.name}`);
      const lines = stdout.split('\n').filter((line) => !line.startsWith('  vsi '));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  test('help before the command is the same as --help behind it', async () => {
    expect(await run('help', 'login')).toEqual(await run('login', '--help'));
  });

  test('every command names each flag once', () => {
    for (const { path, flags } of COMMANDS) {
      const names = flags.map(({ name }) => name);
      expect([path, names.filter((name, index) => names.indexOf(name) !== index)]).toEqual([
        path,
        [],
      ]);
    }
  });

  test('a noun without a verb: its help on stderr, exit 2', async () => {
    const { code, stdout, stderr } = await run('session');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('session show <session>');
  });

  test('--version is the bare version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });
});

describe('wrong usage is exit 2, one line and a hint', () => {
  test.each([
    [['frobnicate'], 'unknown command “frobnicate”\nhint: one of jobs, '],
    [['jbos', 'list', '--x'], 'unknown command “jbos”\nhint: did you mean jobs? one of'],
    [['job', 'lst', 'x'], 'unknown command “jobs lst”\nhint: did you mean list? one of list, show'],
    [['list'], 'hint: did you mean jobs list, session list or server list? one of'],
    [
      ['jobs', 'frobnicate'],
      'unknown command “jobs frobnicate”\nhint: one of list, show, sessions; see vsi jobs --help',
    ],
    [
      ['--quiet', 'jobs', 'list'],
      'unknown option --quiet\nhint: see vsi --help; flags stand behind',
    ],
    [
      ['jobs', 'list', '--frobnicate'],
      'unknown option --frobnicate (vsi jobs list)\nhint: see vsi',
    ],
    [
      ['job', 'list', 'extra'],
      'too many arguments: expected 0, got 1 (vsi jobs list)\nhint: see vsi jobs list --help\n',
    ],
    [
      ['jobs', 'list', '--serber', 'x'],
      'unknown option --serber (vsi jobs list)\nhint: did you mean --server?\n',
    ],
    [
      ['metrics', '--demo', '--sort', 'x'],
      'unknown option --sort (vsi metrics)\nhint: Prometheus ',
    ],
    [
      ['session', 'list', '--format', 'json'],
      'unknown option --format (vsi session list)\nhint: as in --output json\n',
    ],
    [
      ['session', 'list', '--password=hunter2'],
      'unknown option --password (vsi session list)\nhint: whoever is on this machine can',
    ],
    [['session', 'list', '-phunter2'], 'unknown option -p (vsi session list)\nhint: whoever is'],
    [['--password=hunter2'], 'unknown option --password\nhint: see vsi --help'],
    [['completion', 'bash', '--top'], 'unknown option --top (vsi completion)\nhint: see vsi'],
    [
      ['errors', '--level', 'x'],
      'unknown option --level (vsi errors)\nhint: see vsi errors --help\n',
    ],
    [['jobs', 'list', '--conc', '2'], 'hint: did you mean --concurrency?\n'],
    [['report', '-o', 'json'], 'unknown option -o (vsi report)\nhint: it is --format\n'],
    [['metrics', '--output', 'x'], 'hint: it is --format\n'],
    [['version'], 'hint: did you mean --version? one of jobs'],
    [['-V'], 'hint: did you mean --version?\n'],
    [['api', 'Jobs', '-o', 'json'], 'hint: the body is printed as it was served'],
    [['session', 'list', '--demo', '--status', 'failed', '--status', 'nope'], 'not know “nope”'],
    [['session', 'list', '--demo', '--status', 'nope', '--status', 'failed'], 'not know “nope”'],
    [['jobs', 'show', ''], '<job> is empty (vsi jobs show)\nhint: it may stand for a variable'],
    [['server', 'add', 'x', ' ', '--no-test'], '<url> is empty (vsi server add)'],
    [['session', 'list', '--demo', '--job', 'a', '--job', ''], '--job is empty (vsi session list)'],
    [['jobs', 'list', '--server', ''], '--server is empty (vsi jobs list)'],
    [['server', 'add', 'x', 'http://y'], 'vsi: http:// is not spoken, only https://\n'],
    [['help', 'statz'], 'there is no help on “statz”\nhint: did you mean stats? '],
    [['jobs', 'sessions'], 'missing required argument job (vsi jobs sessions)'],
    [['session', 'list', '--since'], 'argument missing'],
    [['session', 'list', '--demo', '--since', 'soon'], '--since does not understand “soon”'],
    [['session', 'list', '--demo', '--status', 'bad'], '--status does not know “bad”'],
    [
      ['session', 'list', '--demo', '--status', 'faild'],
      'hint: did you mean failed? one of success',
    ],
    [['session', 'list', '--demo', '-o', 'jsno'], 'hint: did you mean json? one of table'],
    [
      ['session', 'list', '--demo', '--columns', 'statsu'],
      'hint: did you mean state or status? one',
    ],
    [['session', 'list', '--demo', '--sort', 'creatdAt'], 'did you mean createdAt? one of id, '],
    [['session', 'list', '--demo', '--sort', 'id:up'], 'hint: write id, id:asc or id:desc\n'],
    [['session', 'list', '--demo', '--status', ','], '--status does not know'],
    [['session', 'list', '--demo', '--kind', 'bakcup'], '--kind does not know “bakcup”'],
    [['jobs', 'list', '--demo', '--kind', 'backup,nope'], '--kind does not know “nope”'],
    [['session', 'list', '--demo', '--limit', 'many'], '--limit “many”'],
    [['session', 'list', '--demo', '--sort', 'size'], '--sort does not understand “size”'],
    [['session', 'list', '--demo', '--sort', 'createdAt:up'], '--sort does not understand'],
    [['session', 'list', '--demo', '-o', 'xml'], '--output does not know “xml”'],
    [['session', 'list', '--demo', '--json', 'id,nope'], 'nope'],
    [['session', 'list', '--demo', '--raw', '-o', 'csv'], '--raw prints JSON, not csv'],
    [['session', 'list', '--demo', '--color', 'red'], '--color does not know “red”'],
    [['session', 'list', '--demo', '--timeout', 'x'], '“x” is no length of time'],
    [['session', 'list', '--demo', '--deadline', 'x'], '--deadline “x”'],
    [['session', 'log', 'latest', '--demo', '--level', 'bad'], '--level does not know “bad”'],
    [['jobs', 'list'], 'no server named'],
    [['jobs', 'list', '--server', 'http://x'], 'http:// is not spoken'],
    [['demo', 'serve', '--port', '70000'], '--port “70000”'],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^vsi: [^\n]+\n(hint: [^\n]+\n)?$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

test('--demo has two servers, which --server tells apart', async () => {
  const one = await run('jobs', 'list', '--demo', '--server', 'demo-vbr', '--query', '[].server');
  expect([...new Set<unknown>(JSON.parse(one.stdout) as unknown[])]).toEqual(['demo-vbr']);
  expect(await run('jobs', 'list', '--demo', '--server', 'vienna')).toEqual({
    code: 5,
    stdout: '',
    stderr:
      'vsi: no simulated server is called “vienna” (--demo)\n' +
      'hint: there is demo-vb365 and demo-vbr; without --demo the real ones are asked\n',
  });
});

test('a list that is given twice is one list', async () => {
  const [twice, once] = await Promise.all([
    run('jobs', 'list', '--demo', '--limit', '3', '--json', 'server', '--json', 'name'),
    run('jobs', 'list', '--demo', '--limit', '3', '--json', 'server,name'),
  ]);
  expect(twice).toMatchObject({ code: 0, stdout: once.stdout });
});

test.each([
  [['session', 'list', '--json']],
  [['jobs', 'sessions', 'x', '--json', '--limit', '3']],
  [['session', 'list', '--json=']],
])('%j lists the keys and asks nobody', async (argv) => {
  const { code, stdout, stderr } = await run(...argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').slice(0, 4)).toEqual(['id', 'server', 'product', 'jobId']);
});

test('no flag takes a password', () => {
  const named = Object.values(FLAGS).filter(({ name }) => /pass|secret|token/.test(name));
  expect(named.map((flag) => [flag.name, 'value' in flag ? flag.value : null])).toEqual([
    ['password-file', '<file>'],
    ['password-command', '<command>'],
    ['password-stdin', null],
  ]);
});
