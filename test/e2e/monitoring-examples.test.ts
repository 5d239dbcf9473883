import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/tree.ts';
import { metricFamilies } from '../../src/monitoring/job-metrics.ts';
import { PROGRAM } from '../support/vsi.ts';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
const has = (tool: string, ...words: string[]): boolean =>
  spawnSync(tool, words).error === undefined;
const hasPromtool = has('promtool', '--version');
const hasSystemd = has('systemd-analyze', '--version');
const hasReport = COMMANDS.some(({ path }) => path[0] === 'report');

const text = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');

/** Every name that `vsi metrics` can print. */
const NAMES = new Set(
  [
    ...metricFamilies({
      version: '',
      servers: [],
      now: 0,
      secondsTaken: 0,
      windowSeconds: 0,
      statuses: null,
    }),
  ].map(({ name }) => name),
);

let folder: string;

/** A folder with `vsi` on the way to it, as cron and the agents find it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vsi-monitoring-'));
  const vsi = join(folder, 'bin', 'vsi');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'textfile'));
  // The demo in the place of saved servers, and no mail leaves this machine.
  writeFileSync(
    vsi,
    `#!/bin/sh\nfor word do shift; case $word in --all-servers) set -- "$@" --demo ;; *) set -- "$@" "$word" ;; esac; done\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`,
  );
  chmodSync(vsi, 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function sh(command: string, variables: Record<string, string> = {}) {
  return spawnSync('/bin/sh', ['-c', command], {
    encoding: 'utf8',
    env: { HOME: folder, PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, ...variables },
  });
}

describe('names of figures', () => {
  test.each(['prometheus-alerts.yml', 'prometheus-alerts-test.yml', 'grafana-dashboard.json'])(
    'in %s exist',
    (file) => {
      const used = [...text(file).matchAll(/\bvsi_[a-z_]+/g)].map(([name]) => name);
      expect(used.length).toBeGreaterThan(5);
      for (const name of used) expect([name, NAMES.has(name)]).toEqual([name, true]);
    },
  );

  test('the dashboard is JSON in which every panel has a query and a place of its own', () => {
    const { panels } = JSON.parse(text('grafana-dashboard.json')) as {
      panels: { id: number; targets: { expr: string }[]; gridPos: object }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
    for (const { targets } of panels) {
      for (const { expr } of targets) expect(expr).toMatch(/vsi_/);
    }
  });
});

(hasPromtool ? test : test.skip)(
  'promtool passes the alert rules and their tests (skipped without prometheus)',
  () => {
    for (const [words, file] of [
      [['check', 'rules'], 'prometheus-alerts.yml'],
      [['test', 'rules'], 'prometheus-alerts-test.yml'],
    ] as const) {
      const run = spawnSync('promtool', [...words, file], { cwd: EXAMPLES, encoding: 'utf8' });
      expect([run.stdout, run.stderr, run.status]).toEqual([
        expect.stringContaining('SUCCESS'),
        '',
        0,
      ]);
    }
  },
);

(hasSystemd ? test : test.skip)(
  'systemd passes the units (skipped without systemd-analyze)',
  () => {
    const units = ['vsi-report', 'vsi-metrics'].flatMap((name) => {
      const [service, timer] = [join(folder, `${name}.service`), join(folder, `${name}.timer`)];
      writeFileSync(service, text(`${name}.service`).replaceAll('/usr/bin/vsi', '/bin/true'));
      writeFileSync(timer, text(`${name}.timer`));
      return [service, timer];
    });
    const run = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
      encoding: 'utf8',
    });
    expect([run.stderr, run.status]).toEqual(['', 0]);
  },
);

test('the units hand the password over in a file, and run commands that exist', () => {
  for (const name of ['vsi-report', 'vsi-metrics']) {
    const unit = text(`${name}.service`);
    expect(unit).toMatch(/^LoadCredential=password:/m);
    expect(unit).toMatch(/^Environment=VSI_PASSWORD_FILE=%d\/password$/m);
    expect(unit).not.toMatch(/VSI_PASSWORD=/);
  }
  expect(text('vsi-report.service')).toMatch(/^DynamicUser=yes$/m);
});

describe('the crontab', () => {
  const lines = text('crontab')
    .split('\n')
    .filter((line) => /^[\d*]/.test(line));
  /** As cron hands it to the shell: five fields off, a percent sign free of its backslash. */
  const commandOf = (line: string): string =>
    line.replace(/^(?:\S+ ){5}/, '').replaceAll('\\%', '%');

  test('has no percent sign that would end a command', () => {
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).not.toMatch(/(?<!\\)%/);
  });

  test('its metrics work from an empty environment', () => {
    const line = lines.find((each) => each.includes('vsi metrics')) ?? '';
    const run = sh(commandOf(line));
    expect([run.status, run.stdout, run.stderr]).toEqual([0, '', '']);
    expect(readFileSync(join(folder, 'textfile', 'vsi.prom'), 'utf8')).toContain('vsi_up{');
    expect(readFileSync(join(folder, 'vsi-metrics.log'), 'utf8')).toBe('');
  });

  // What sends a mail is tested with a mail server of its own.
  (hasReport ? test : test.skip)('its reports work, too', () => {
    const reports = lines.filter(
      (line) => line.includes('vsi report') && !line.includes('--mail-to'),
    );
    for (const line of reports) {
      const run = sh(commandOf(line));
      expect([line, run.status]).toEqual([line, 0]);
    }
  });
});

describe('agents', () => {
  test('the local check prints lines of Checkmk', () => {
    const run = sh(text('checkmk-local-check'), { VSI_CONFIG_DIR: join(folder, 'config') });
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^[0-3] "VSI" jobs=\d+/);
  });

  test('the item of Zabbix gets JSON', () => {
    const [, command = ''] =
      /^UserParameter=vsi\.check\[\*\],(.*)$/m.exec(text('zabbix-agent.conf')) ?? [];
    const run = sh(command.replace('--server "$1"', '--all-servers').replace('/etc/vsi', folder));
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      code: expect.any(Number),
      jobs: expect.any(Array),
    });
  });

  test('flags that the commands of Nagios and Icinga use exist', () => {
    const check = COMMANDS.find(({ path }) => path[0] === 'check');
    const known = check?.flags.map(({ name }) => `--${name}`);
    for (const file of ['nagios.cfg', 'icinga2.conf', 'checkmk-local-check', 'zabbix-agent.conf']) {
      const used = [...text(file).matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag);
      expect(used.length).toBeGreaterThan(1);
      for (const flag of used)
        expect([file, known]).toEqual([file, expect.arrayContaining([flag])]);
    }
  });
});
