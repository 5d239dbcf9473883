import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import { widthOf } from '../../src/output/width.ts';
import { makeSavedHome, savedEntry, type SavedHome } from '../support/saved-servers.ts';
import { startScriptedVb365, type ScriptedVb365 } from '../support/scripted-vb365.ts';
import { vsi } from '../support/vsi.ts';

let demo: DemoServer;
let well: ScriptedVb365;
const homes: SavedHome[] = [];

const JOB = {
  id: '11111111-2222-3333-4444-555555555555',
  name: 'Mail <img src=x onerror=alert(1)>',
};

beforeAll(async () => {
  demo = await startDemoServer({ product: 'vbr', now: Date.now, throttle: false });
  const end = Date.now() - 3_600_000;
  const session = {
    id: '21111111-2222-3333-4444-555555555555',
    jobId: JOB.id,
    creationTime: new Date(end - 600_000).toISOString(),
    endTime: new Date(end).toISOString(),
    status: 'Success',
    jobType: 'Backup',
  };
  well = await startScriptedVb365({
    routes: {
      jobs: [{ ...JOB, isEnabled: true, lastStatus: 'Success' }],
      copyjobs: [],
      jobsessions: [session],
    },
  });
});

afterAll(async () => {
  await demo.close();
  await well.close();
});

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.close()));
});

async function newHome(): Promise<SavedHome> {
  const home = await makeSavedHome();
  homes.push(home);
  return home;
}

const DEAD = '  dead1:\n    url: https://127.0.0.1:1\n    product: vbr\n    username: x\n';

describe('from the empty environment of cron', () => {
  test('two servers, one of them dead: all is told, and exit 3', async () => {
    const home = await newHome();
    const password = join(home.home, 'password');
    await writeFile(password, `${demo.password}\n`, { mode: 0o600 });
    const alive = `  alive:\n    url: ${demo.url}\n    product: vbr\n    username: ${demo.username}\n    fingerprint: '${demo.fingerprint}'\n    passwordFile: ${password}\n`;
    await home.write(`servers:\n${alive}${DEAD}`);
    const words = ['report', '--all-servers', '--retries', '0', '--time-zone', 'utc'];
    const variables = { VSI_CONFIG_DIR: home.config };
    const { code, stdout, stderr } = await vsi(words, { variables });
    expect(code).toBe(3);
    expect(stdout).toMatch(/FAILED: \d+ problems/);
    expect(stdout).toMatch(/NOT REACHED \(1\)\n {2}✖ dead1\n {6}connection refused/);
    expect(stdout).toMatch(/^RUNS: alive$/m);
    expect(stdout).toMatch(/^THE LAST WEEKS$[^]*W\d\d/m);
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(78);
    expect(stderr).toMatch(/^vsi: dead1: connection refused/m);
    expect(stdout + stderr).not.toContain(demo.password);

    // The second one knows the first.
    const again = await vsi(words, { variables });
    expect(again.stdout).toMatch(/✖ dead1 \(known\)/);
    expect(again.stdout).toMatch(/^Last report +\d{4}-/m);
    const folder = join(home.config, 'state', 'reports');
    const [file = ''] = await readdir(folder);
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });

  test('nothing but a dead server is a report, too', async () => {
    const home = await newHome();
    await home.write(`servers:\n${DEAD}    passwordCommand: echo x\n`);
    const words = ['report', '--server', 'dead1', '--retries', '0', '--format', 'json'];
    const { code, stdout } = await home.runHere(words);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      counts: { servers: 1, unreachableServers: 1, runs: 0 },
      unreachable: [{ server: 'dead1', code: 'UNREACHABLE' }],
      servers: [],
    });
  });

  test('all is well: --only-problems --quiet says nothing at all', async () => {
    const words = ['report', '--only-problems', '--quiet'];
    const silent = await vsi(words, { variables: well.variables });
    expect(silent).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const home = await newHome();
    const told = await home.runHere(words.slice(0, 2), { variables: well.variables });
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('SUCCESS: All good') });
  });
});

describe('where it goes', () => {
  test('--out replaces a file as a whole and leaves nothing beside it', async () => {
    const home = await newHome();
    const file = join(home.home, 'report.html');
    await writeFile(file, 'old', { mode: 0o640 });
    const words = ['report', '--format', 'html', '--out', file, '--exit-status'];
    const { code, stdout } = await home.runHere(words, { variables: well.variables });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const html = await readFile(file, 'utf8');
    expect(html).toContain('Mail &lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await readdir(home.home)).filter((name) => name.includes('report'))).toEqual([
      'report.html',
    ]);
    const wrong = ['report', '--out', join(home.home, 'no', 'folder', 'x')];
    const refused = await home.runHere(wrong, { variables: well.variables });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('cannot be written');
  });

  test('csv has the keys of the record', async () => {
    const home = await newHome();
    const { stdout } = await home.runHere(['report', '--format', 'csv'], {
      variables: well.variables,
    });
    const [head = '', row = ''] = stdout.split('\n');
    expect(head).toMatch(/^server,jobId,jobName,kind,runId,status,startedAt,.*,reasons$/);
    expect(row).toContain(`,${JOB.id},`);
  });

  test('a mail arrives; one that cannot be sent is printed and says why', async () => {
    const messages: string[] = [];
    const server = new SMTPServer({
      disableReverseLookup: true,
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'robot' && password === 'open sesame') done(null, { user: username });
        else done(new Error('Invalid username or password'));
      },
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        stream.on('end', () => {
          messages.push(text);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const home = await newHome();
      const { port } = server.server.address() as AddressInfo;
      const secret = join(home.home, 'smtp-password');
      await writeFile(secret, 'open sesame\n', { mode: 0o600 });
      const words = ['report', '--mail-to', 'ops@example.com', '--mail-from', 'vsi@example.com'];
      const variables = {
        ...well.variables,
        VSI_SMTP: `smtp://robot@127.0.0.1:${port}?tls=off`,
        VSI_SMTP_PASSWORD_FILE: secret,
      };
      const sent = await home.runHere(words, { variables });
      expect(sent).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(messages).toEqual([expect.stringContaining('Subject: [Success] 1 run, 1 server')]);

      await chmod(secret, 0o644);
      const open = await home.runHere(words, { variables });
      expect([open.code, open.stderr]).toEqual([
        0,
        `warning: the password file ${secret} is open to everybody (mode 0644): chmod 600 ${secret}\n`,
      ]);
      expect((await home.runHere([...words, '--quiet'], { variables })).stderr).toBe('');
      messages.splice(1);

      const wrong = { ...variables, VSI_SMTP_PASSWORD: 'guess' };
      const refused = await home.runHere(words, { variables: wrong });
      expect(refused.code).toBe(4);
      expect(refused.stdout).toContain('SUCCESS: All good');
      expect(refused.stderr).toMatch(/^vsi: the mail was not sent: .* refused the login of robot/m);
      expect(refused.stderr).toContain('the report is on standard output');
      expect(refused.stderr).not.toContain('guess');

      const dead = { ...variables, VSI_SMTP: 'smtp://127.0.0.1:1?tls=off' };
      const file = join(home.home, 'kept.txt');
      const kept = await home.runHere([...words, '--out', file], { variables: dead });
      expect(kept).toMatchObject({ code: 6, stdout: '' });
      expect(kept.stderr).toContain(`the report is in ${file}`);
      expect(await readFile(file, 'utf8')).toContain('SUCCESS: All good');
      expect(messages).toHaveLength(1);
    } finally {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    }
  });
});

describe('limits', () => {
  interface Shown {
    readonly generatedAt: string;
    readonly lastReportAt: string | null;
    readonly problems: readonly { readonly jobName: string; readonly concern: string }[];
    readonly notes: readonly string[];
    readonly servers: readonly { readonly jobs: readonly { readonly jobName: string }[] }[];
  }

  async function reportOf(home: SavedHome, ...words: string[]): Promise<Shown> {
    const finished = await home.runHere(['report', '--format', 'json', ...words]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    const shown: Shown = JSON.parse(finished.stdout);
    return shown;
  }

  function namesOf({ problems }: Shown) {
    return problems.map(({ jobName }) => jobName);
  }

  test('those of check, typed and in the settings file; and jobs that are left out', async () => {
    const home = await newHome();
    const servers = `servers:\n${await savedEntry(home, 'bs1', demo)}default: bs1\n`;
    await home.write(servers);
    const usual = await reportOf(home);
    const concerns = usual.problems.map(({ concern }) => concern);
    expect(concerns).toEqual(expect.arrayContaining(['failed', 'warning', 'disabled']));
    const off = ['disabled', 'failures', 'warnings', 'missed', 'slow'].map(
      (each) => `--${each}=off`,
    );
    const silent = await reportOf(home, ...off, '--never-run', 'ok', '--stopped', 'ok');
    expect(silent).toMatchObject({ status: 'success', headline: 'All good', problems: [] });
    // Another question: what the first one said is not its last report.
    expect(silent.lastReportAt).toBeNull();
    expect(namesOf(usual)).toContain('Hyper-V Branch Office');
    expect(namesOf(await reportOf(home, '--exclude', 'hyper-v*'))).not.toContain(
      'Hyper-V Branch Office',
    );
    await home.write(`${servers}checks:\n  Hyper-V*:\n    ignore: true\n`);
    const ignoring = await reportOf(home);
    expect(namesOf(ignoring)).not.toContain('Hyper-V Branch Office');
    expect(ignoring.notes.join()).toContain('Hyper-V Branch Office');
    const listed = ignoring.servers[0]?.jobs.find(
      ({ jobName }) => jobName === 'Hyper-V Branch Office',
    );
    expect(listed).toMatchObject({ ignored: true, judgement: 'ok' });
  });

  test('a report of saved records, and a redacted one, leave what the live one said alone', async () => {
    const home = await newHome();
    await home.write(`servers:\n${await savedEntry(home, 'bs1', demo)}default: bs1\n`);
    const file = join(home.home, 'sessions.json');
    await writeFile(file, '[]');
    const live = await reportOf(home);
    expect((await reportOf(home, '--from', file)).lastReportAt).toBeNull();
    expect((await reportOf(home, '--redact')).lastReportAt).toBeNull();
    expect((await reportOf(home)).lastReportAt).toBe(live.generatedAt);
  });
});

describe('wrong words', () => {
  test('a limit that is none', async () => {
    const home = await newHome();
    const { code, stderr } = await home.runHere(['report', '--disabled', 'often'], {
      variables: well.variables,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('--disabled cannot be “often”');
  });

  test.each([
    [['--format', 'pdf'], 'text, markdown, html, json, csv, eml'],
    [['--mail-to', 'ops'], 'ops@example.com'],
    [['--mail-to', 'ops@example.com'], 'VSI_SMTP'],
    [['--format', 'eml'], '--mail-to'],
    [['--mail-to', 'o@e.com', '--smtp', 'smtp://u:p@mail'], 'VSI_SMTP_PASSWORD_FILE'],
    [['--mail-to', 'o@e.com', '--smtp', 'smtp://mail'], 'VSI_MAIL_FROM'],
    [['--mail-subject', '{nothing}', '--mail-to', 'o@e.com'], '{status}'],
    [['--since', '2026-02-01', '--until', '2026-01-01'], 'between'],
  ])('%j', async (words, hint) => {
    const home = await newHome();
    const { code, stdout, stderr } = await home.runHere(['report', ...words], {
      variables: well.variables,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});
