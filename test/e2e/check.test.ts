import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import { createCertificate, type TestCertificate } from '../support/certificates.ts';
import { sendJson, startHttpsServer, type TestServer } from '../support/https-server.ts';
import { makeSavedHome, savedEntry, type SavedHome } from '../support/saved-servers.ts';
import {
  startScriptedVb365,
  type ScriptedAnswer,
  type ScriptedVb365,
  type Vb365Script,
} from '../support/scripted-vb365.ts';
import { finished, startVsi, vsi, vsiHere } from '../support/vsi.ts';

const HOUR = 3_600_000;
const DEAD = `  dead:
    url: https://127.0.0.1:1
    product: vbr
    username: nobody
`;

let demo: DemoServer;
let certificate: TestCertificate;
let home: SavedHome;
const opened: TestServer[] = [];

beforeAll(async () => {
  demo = await startDemoServer({ product: 'vbr', now: Date.now, throttle: false });
  certificate = await createCertificate();
});

afterAll(() => demo.close());

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
  await home.close();
});

/** A home with the demo server saved as `good`, and what else the file says. */
async function saved(more = ''): Promise<SavedHome> {
  home = await makeSavedHome();
  await home.write(`servers:\n${await savedEntry(home, 'good', demo)}${more}`);
  return home;
}

async function scripted(script: Vb365Script): Promise<ScriptedVb365> {
  home = await makeSavedHome();
  const server = await startScriptedVb365({ certificate, ...script });
  opened.push(server);
  return server;
}

/** A VB365 job whose last run came out like this. */
function listed(id: number, name: string, lastStatus: string, more: object = {}) {
  return {
    id: jobId(id),
    name,
    isEnabled: true,
    lastStatus,
    lastRun: new Date(Date.now() - HOUR).toISOString(),
    ...more,
  };
}

function jobId(id: number): string {
  return `00000000-0000-4000-8000-00000000000${id}`;
}

/** Sessions of jobs by their numbers, one a day, newest first; only those of the job that is asked for. */
function sessionsOf(statuses: Readonly<Record<number, readonly string[]>>): ScriptedAnswer {
  return (response, { url }) => {
    const query = new URL(url.toLowerCase(), 'https://server').searchParams;
    const rows = Object.entries(statuses)
      .filter(
        ([id]) => query.get('jobid') === jobId(Number(id)) && query.get('jobtype') !== 'backupcopy',
      )
      .flatMap(([id, own]) =>
        own.map((status, index) => ({
          id: `10000000-0000-4000-8000-0000000000${id}${index}`,
          jobId: jobId(Number(id)),
          status,
          creationTime: new Date(Date.now() - (1 + 24 * index) * HOUR).toISOString(),
          endTime: new Date(Date.now() - (0.5 + 24 * index) * HOUR).toISOString(),
        })),
      );
    sendJson(response, Number(query.get('offset') ?? 0) > 0 ? [] : rows);
  };
}

const FIRST = /^VSI (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \| ('[a-z_]+'=[\d.]+s?B?[;\d.]* ?)+\n/;

describe('many servers', () => {
  test('a dead one hides no failed job, and is told of', async () => {
    const { run } = await saved(DEAD);
    const { code, stdout, stderr } = await run(['check', '--all-servers']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout).toMatch(FIRST);
    expect(stdout).toMatch(
      /^VSI CRITICAL - dead: connection refused .*; \d+ of \d+ jobs on 2 servers: “Hyper-V/,
    );
    expect(stdout).toMatch(/\nCRITICAL: “Hyper-V Branch Office” on good: /);
    expect(stdout).toMatch(/\nUNKNOWN: dead: connection refused/);
  });

  test('where all else is well it makes the check unknown', async () => {
    const { runHere } = await saved(DEAD);
    const words = ['check', '--all-servers', '--job', 'Daily VMs'];
    const { code, stdout } = await runHere(words);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^VSI UNKNOWN - dead: connection refused .*; 1 job on 2 servers is well \|/,
    );
  });
});

describe('what goes wrong is a line on stdout and exit 3', () => {
  test.each([
    ['an unknown flag', ['--bogus'], /^VSI UNKNOWN - unknown option --bogus \(vsi check\)\nhint: /],
    ['a limit that is none', ['--max-age', 'old'], /^VSI UNKNOWN - --max-age cannot be “old”\n/],
    ['an unknown format', ['--format', 'xml'], /^VSI UNKNOWN - --format does not know “xml”/],
    ['too many words', ['now'], /^VSI UNKNOWN - too many arguments/],
    ['no server named', [], /^VSI UNKNOWN - no server named\n/],
    ['a deadline that is none', ['--deadline', 'x'], /^VSI UNKNOWN - --deadline “x” /],
    ['an unknown server', ['--server', 'nobody'], /^VSI UNKNOWN - no saved server is called/],
    ['a flag without its value', ['--job'], /^VSI UNKNOWN - option --job .job> argument missing/],
  ])('%s', async (_name, words, line) => {
    home = await makeSavedHome();
    const { code, stdout, stderr } = await home.runHere(['check', ...words]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toMatch(line);
  });

  test('in the format that was asked for, too', async () => {
    home = await makeSavedHome();
    const checkmk = await home.runHere(['check', '--bogus', '--format', 'checkmk']);
    expect(checkmk).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^3 "VSI" - unknown option --bogus \(vsi check\)\\nhint: .*\n$/,
      ),
    });
    const json = await home.runHere(['check', '--format=json', '--max-age', 'x']);
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({ state: 'UNKNOWN', code: 3 });
  });

  test('a settings file that is wrong, with its line', async () => {
    const { runHere, write } = await saved();
    await write('checks:\n  Mail:\n    maxage: 1h\n');
    const { code, stdout } = await runHere(['check', '--demo']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^VSI UNKNOWN - unknown limit “maxage” .*servers\.yaml:3\)\n/);
  });

  test('a refused login', async () => {
    home = await makeSavedHome();
    const entry = await savedEntry(home, 'good', { ...demo, password: 'an old one' });
    await home.write(`servers:\n${entry}`);
    const { code, stdout, stderr } = await home.runHere(['check', '--server', 'good']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toMatch(/^VSI UNKNOWN - good: login refused for /);
  });

  test('a job that is not there, with those that are alike', async () => {
    const { runHere } = await saved();
    const { code, stdout } = await runHere(['check', '--server', 'good', '--job', 'Dayly VMs']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^VSI UNKNOWN - no job “Dayly VMs” /);
    expect(stdout).toContain('did you mean “Daily VMs”');
    const none = await runHere(['check', '--server', 'good', '--job', 'Nothing*']);
    expect(none).toMatchObject({ code: 3, stdout: expect.stringMatching(/ no job to check \|/) });
  });
});

test('a failed job of which no session is left is not well', async () => {
  const listed = await vsiHere([
    'jobs',
    'list',
    '--demo',
    '-o',
    'json',
    '--query',
    '[?lastStatus]',
  ]);
  const { code, stdout } = await vsiHere(['check', '--from', '-'], { stdin: listed.stdout });
  expect(code).toBe(2);
  expect(stdout).toMatch(/^CRITICAL: “Hyper-V Branch Office” .*: last run failed since /m);
});

describe('the clock', () => {
  test('at the deadline there is a line from what there is', async () => {
    const hanging = await startHttpsServer(certificate, () => undefined);
    opened.push(hanging);
    const { run } = await saved(`  slow:
    url: ${hanging.origin}
    product: vb365
    username: reader
    passwordCommand: echo x
    fingerprint: ${certificate.fingerprint}
`);
    const started = Date.now();
    const { code, stdout, stderr } = await run(['check', '--all-servers', '--deadline', '4s']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout).toMatch(
      /^VSI CRITICAL - slow: the deadline of 4s is over.*; .*“Hyper-V Branch Office”/,
    );
    expect(stdout).toMatch(/\nUNKNOWN: slow: the deadline of 4s is over/);
    expect(Date.now() - started).toBeLessThan(12_000);
  });

  test('a signal ends it with a line as well', async () => {
    home = await makeSavedHome();
    let noteRequest: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      noteRequest = resolve;
    });
    const server = await startHttpsServer(certificate, () => {
      noteRequest();
    });
    opened.push(server);
    const child = startVsi(['check'], {
      variables: {
        HOME: home.home,
        VSI_SERVER: server.origin,
        VSI_PRODUCT: 'vb365',
        VSI_USERNAME: 'reader',
        VSI_PASSWORD: 'x',
        VSI_FINGERPRINT: certificate.fingerprint,
      },
    });
    child.stdin?.end();
    const end = finished(child);
    await Promise.race([asked, once(child, 'exit')]);
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await end;
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toMatch(/^VSI UNKNOWN - .*interrupted/);
  });
});

describe('the plan of requests', () => {
  /** What was asked besides the login, without the questions to find the version. */
  const asked = (server: ScriptedVb365): string[] =>
    server
      .asked()
      .map((url) => new URL(url, 'https://server').pathname.toLowerCase())
      .filter((path) => path.includes('job'));
  const check = (server: ScriptedVb365, ...words: string[]) =>
    home.runHere(['check', ...words], { variables: server.variables });

  test('where all is well nothing but the jobs is read', async () => {
    const server = await scripted({
      routes: {
        jobs: [listed(1, 'Mail', 'Success'), listed(2, 'Sites', 'Success')],
        copyjobs: [],
      },
    });
    const { code, stdout } = await check(server, '--max-age', '26h');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^VSI OK - all of 2 jobs are well \| /),
    });
    expect(asked(server).sort()).toEqual(['/v8/copyjobs', '/v8/jobs']);
  });

  test('of a job with a problem its own sessions are read, and what a retry made good is well', async () => {
    const server = await scripted({
      routes: {
        jobs: [
          listed(1, 'Mail', 'Success'),
          listed(2, 'Sites', 'Failed'),
          listed(3, 'Teams', 'Failed'),
        ],
        copyjobs: [],
        jobsessions: sessionsOf({
          2: ['Failed', 'Failed', 'Success'],
          3: ['Success', 'Failed'],
        }),
      },
    });
    const { code, stdout } = await check(server, '--failures', '1,3');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        /^VSI WARNING - 1 of 3 jobs: “Sites” 2 runs failed in a row \|/,
      ),
    });
    const histories = server
      .asked()
      .map((url) => new URL(url.toLowerCase(), 'https://server'))
      .filter(({ pathname }) => pathname.endsWith('jobsessions'))
      .map(({ searchParams }) => searchParams.get('jobid'));
    expect(histories.sort()).toEqual([jobId(2), jobId(3)]);
    expect(asked(server)).toHaveLength(4);
  });

  test('of jobs that are ignored or left out nothing is read', async () => {
    const server = await scripted({
      routes: {
        jobs: [
          listed(1, 'Mail', 'Success'),
          listed(2, 'Test 1', 'Failed'),
          listed(3, 'Lab', 'Failed'),
        ],
        copyjobs: [],
      },
    });
    await home.write('checks:\n  Test*:\n    ignore: true\n');
    const { code, stdout } = await check(server, '--exclude', 'lab', '--explain');
    expect(code).toBe(0);
    expect(stdout).toContain("'ignored'=1");
    expect(stdout).toMatch(/“Test 1” on \S+: not judged \(servers\.yaml:2 \(Test\*\)\)\n/);
    expect(stdout).not.toContain('Lab');
    expect(asked(server)).toHaveLength(2);
  });
});

test('from an empty environment, with a password file, --verbose tells the plan on stderr', async () => {
  const { home: folder } = await saved();
  const file = join(folder, 'password');
  await writeFile(file, `${demo.password}\n`, { mode: 0o600 });
  const { code, stdout, stderr } = await vsi(['check', '--job', 'Daily VMs', '--verbose'], {
    variables: {
      VSI_SERVER: demo.url,
      VSI_PRODUCT: 'vbr',
      VSI_USERNAME: demo.username,
      VSI_PASSWORD_FILE: file,
      VSI_FINGERPRINT: demo.fingerprint,
    },
  });
  expect([0, 1, 2]).toContain(code);
  expect(stdout).toMatch(FIRST);
  expect(stdout).toMatch(/ 'transferred'=\d+B;/);
  expect(stderr).toMatch(/the sessions of “Daily VMs” are read \(/);
});

describe('a real core', () => {
  const hasPerl = spawnSync('perl', ['-MMonitoring::Plugin::Performance', '-e1']).status === 0;
  const hasCore = spawnSync('nagios4', ['--help']).error === undefined;

  (hasPerl ? test : test.skip)(
    'Monitoring::Plugin reads the figures (skipped without libmonitoring-plugin-perl)',
    async () => {
      const { runHere } = await saved();
      const { stdout } = await runHere(['check', '--server', 'good', '--max-age', '26h,50h']);
      const script =
        'local $/; my $l = <STDIN>; for (Monitoring::Plugin::Performance->parse_perfstring($l)) { print join(",", map { $_ // "" } $_->label, $_->value, $_->uom, $_->warning, $_->critical), "\\n" }';
      const figures = stdout.slice(stdout.indexOf('|') + 1, stdout.indexOf('\n'));
      const perl = spawnSync('perl', ['-MMonitoring::Plugin::Performance', '-e', script], {
        input: figures,
        encoding: 'utf8',
      });
      const rows = perl.stdout.trim().split('\n');
      expect(rows).toHaveLength(figures.trim().split(' ').length);
      expect(rows).toContainEqual(expect.stringMatching(/^critical,\d+,,,0$/));
      expect(rows).toContainEqual(expect.stringMatching(/^time,[\d.]+,s,,$/));
    },
  );

  (hasCore ? test : test.skip)(
    'Nagios takes the lines for a state, its text and its figures (skipped without nagios4-core)',
    async () => {
      const { runHere } = await saved();
      const { code, stdout } = await runHere(['check', '--server', 'good']);
      const folder = await mkdtemp(join(tmpdir(), 'vsi-nagios-'));
      try {
        const status = await nagiosStatus(folder, { code: code ?? 3, output: stdout });
        const [first = '', ...rest] = stdout.trimEnd().split('\n');
        const [text = '', figures = ''] = first.split(' | ');
        expect(status).toMatchObject({
          current_state: '2',
          plugin_output: text,
          performance_data: figures,
          long_plugin_output: rest.join('\\n'),
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

/** Lets a Nagios core read the result of a check, and returns what it then knows of the service. */
async function nagiosStatus(
  folder: string,
  { code, output }: { readonly code: number; readonly output: string },
): Promise<Record<string, string>> {
  const { mkdir, readFile } = await import('node:fs/promises');
  const { setTimeout: delay } = await import('node:timers/promises');
  const { spawn } = await import('node:child_process');
  const at = (name: string): string => join(folder, name);
  const id = (flag: string): string => spawnSync('id', [flag], { encoding: 'utf8' }).stdout.trim();
  const now = Math.floor(Date.now() / 1000);
  await mkdir(at('spool'));
  await writeFile(
    at('nagios.cfg'),
    `log_file=${at('log')}
cfg_file=${at('objects.cfg')}
object_cache_file=${at('objects.cache')}
status_file=${at('status.dat')}
status_update_interval=1
temp_file=${at('temp')}
temp_path=${folder}
check_result_path=${at('spool')}
check_result_reaper_frequency=1
lock_file=${at('lock')}
query_socket=${at('qh')}
command_file=${at('cmd')}
check_external_commands=0
enable_notifications=0
execute_service_checks=0
execute_host_checks=0
accept_passive_service_checks=1
check_for_updates=0
nagios_user=${id('-un')}
nagios_group=${id('-gn')}
`,
  );
  await writeFile(
    at('objects.cfg'),
    `define command {
  command_name none
  command_line /bin/true
}
define contact {
  contact_name nobody
  host_notification_commands none
  service_notification_commands none
}
define host {
  host_name h
  address 127.0.0.1
  max_check_attempts 1
}
define service {
  host_name h
  service_description s
  check_command none
  max_check_attempts 1
}
`,
  );
  const escaped = output.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  await writeFile(
    at('spool/cAAAAAA'),
    `file_time=${now}

host_name=h
service_description=s
check_type=1
check_options=0
scheduled_check=0
latency=0
start_time=${now}.0
finish_time=${now}.5
early_timeout=0
exited_ok=1
return_code=${code}
output=${escaped}
`,
  );
  await writeFile(at('spool/cAAAAAA.ok'), '');
  const core = spawn('nagios4', [at('nagios.cfg')], { stdio: 'ignore' });
  const over = once(core, 'exit');
  try {
    for (let round = 0; round < 75; round += 1) {
      await delay(200);
      const text = await readFile(at('status.dat'), 'utf8').catch(() => '');
      const block = /servicestatus \{\n([^]*?)\n\t\}/.exec(text)?.[1] ?? '';
      const fields = Object.fromEntries(
        block.split('\n').map((line) => {
          const [key = '', ...rest] = line.trim().split('=');
          return [key, rest.join('=')];
        }),
      );
      if ((fields['plugin_output'] ?? '') !== '') return fields;
    }
    throw new Error('Nagios never told of the result');
  } finally {
    core.kill('SIGTERM');
    await over;
  }
}
