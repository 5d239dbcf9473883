import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT_CODE_MEANINGS } from '../../src/cli/exit-codes.ts';
import { FLAGS, type Flag } from '../../src/cli/flags.ts';
import { ownVariables } from '../../src/cli/help/topics.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { startScriptedVb365 } from '../support/scripted-vb365.ts';
import {
  PROGRAM,
  finished,
  rowsOf,
  startVsi,
  vsi,
  vsiHere,
  type Finished,
} from '../support/vsi.ts';

const documentText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const README = documentText('README.md');
const ENVIRONMENT = documentText('docs/environment.md');
/** All that people may copy commands from. */
const DOCUMENTS = [README, documentText('docs/servers.md')].join('\n');
const hasJq = spawnSync('jq', ['--version']).status === 0;

let home: string;
let variables: Record<string, string>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-examples-'));
  variables = { HOME: home, PATH: process.env['PATH'] ?? '' };
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

describe('the examples of the help', () => {
  const examples = COMMANDS.flatMap(({ path, examples: own }) =>
    own.map(({ words }) => ({ path, words })),
  );
  const serving = examples.filter(({ path }) => path.join(' ') === 'demo serve');
  /** One of them saves the server that the next ones name. */
  const saving = examples.filter(({ path }) => path[0] === 'server');
  const others = examples.filter(
    (example) => !serving.includes(example) && !saving.includes(example),
  );

  test('there is one for every command, and it begins with that command', () => {
    for (const { path, examples: own } of COMMANDS) {
      expect([path, own.length > 0]).toEqual([path, true]);
      for (const { words } of own) expect(`${words} `).toContain(`${path.join(' ')} `);
    }
  });

  test('each of them works', async () => {
    for (const example of [...others, ...saving]) await works(example);

    async function works({ words }: { readonly words: string }): Promise<void> {
      const watches = words.startsWith('session watch');
      const { code, stdout, stderr } = await runExample(bounded(words).split(' '));
      // What a check finds is its exit code; only 3 would be a check that did not work.
      const judges = words.startsWith('check ') && (code === 1 || code === 2);
      expect([words, (code === 8 && watches) || judges ? 0 : code]).toEqual([words, 0]);
      const file = fileOf(words);
      if (file !== undefined)
        expect([words, await readdir(home)]).toEqual([words, expect.arrayContaining([file])]);
      else
        expect([words, stdout === '' && stderr === '' && !mayBeEmpty(words)]).toEqual([
          words,
          false,
        ]);
      expect(stderr).not.toMatch(/^(?:vsi|hint):/m);
    }
  }, 180_000);

  test('demo serve runs until Ctrl-C, and what it prints leads to it', async () => {
    expect(serving).not.toEqual([]);
    for (const { words } of serving) {
      // The port of the example may be taken on this machine.
      const child = startVsi(words.replace(/--port \d+/, '--port 0').split(' '), { variables });
      child.stdin?.end();
      const end = finished(child);
      await once(child.stderr ?? child, 'data');
      child.stdout?.pause();
      child.kill('SIGINT');
      child.stdout?.resume();
      const { code, stdout } = await end;
      expect({ words, code }).toEqual({ words, code: 130 });
      const settings = [...stdout.matchAll(/^(?:export |\$env:)(VSI_\w+) ?='?/gm)].map(
        ([, name]) => name,
      );
      expect(settings).toEqual(
        expect.arrayContaining(['VSI_SERVER', 'VSI_USERNAME', 'VSI_PASSWORD', 'VSI_FINGERPRINT']),
      );
    }
  });
});

/** The same, but a session that runs is not watched to its end. */
function bounded(words: string): string {
  return words.startsWith('session watch')
    ? `${words.replace(/ --wait \S+/, '')} --wait 1s`
    : words;
}

/** An example in this process; every so many-th is the real program. */
const REAL = 12;
let tried = 0;
async function runExample(words: readonly string[]): Promise<Finished> {
  const here = words.map((word, index) =>
    words[index - 1] === '--out' ? join(home, basename(word)) : word,
  );
  const run = tried++ % REAL === 0 ? vsi : vsiHere;
  return run(here, { variables });
}

/** The words of a line that needs no shell; null where it does. */
function plainWords(line: string): readonly string[] | null {
  if (!line.startsWith('npx vsi ') || / (?:>|\||&&) /.test(line)) return null;
  return [...line.slice('npx vsi '.length).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}

/** The file that a line writes to instead of showing something. */
function fileOf(line: string): string | undefined {
  const [, file] = /(?: >|--out) (\S+)$/.exec(line) ?? [];
  return file === undefined ? undefined : basename(file);
}

/** What goes wrong in the demo's last night is not the same at all hours; a file is written silently. */
function mayBeEmpty(words: string): boolean {
  return /\blatest\b.* --(?:level|status) | --out [^-]/.test(words);
}

describe('the README and its documents', () => {
  const lines = [...DOCUMENTS.matchAll(/```sh\n(?<block>[^]*?)```/g)]
    .flatMap(({ groups }) => (groups?.['block'] ?? '').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const commands = lines.filter((line) => !/^npm (?:ci|cit)\b/.test(line));

  test('has commands to try', () => {
    expect(commands.length).toBeGreaterThan(4);
    expect(lines).toContain('npm ci && npm run demo');
    expect(lines).toContain('npm cit');
  });

  const needsJq = commands.filter((line) => line.includes('jq'));
  test('its commands work', async () => {
    for (const line of commands) if (!needsJq.includes(line)) await runLine(line);
  }, 120_000);
  (hasJq ? test : test.skip)('its commands that need jq work', async () => {
    expect(needsJq.length).toBeGreaterThan(0);
    for (const line of needsJq) await runLine(line);
  });

  /** As a person's shell would, with this build in the place of the installed one. */
  async function runLine(line: string): Promise<void> {
    const { code, stdout, stderr } = await runOf(line);
    expect({ line, code }).toEqual({ line, code: 0 });
    expect(stderr).not.toMatch(/^(?:vsi|hint):/m);
    const file = fileOf(line);
    if (file === undefined) expect([line, stdout !== '' || mayBeEmpty(line)]).toEqual([line, true]);
    else expect(await readdir(home)).toContain(file);
  }

  async function runOf(line: string): Promise<Finished> {
    const words = plainWords(line);
    if (words !== null) return runExample(words);
    const built = line.replaceAll('npx vsi', `'${process.execPath}' '${PROGRAM}'`);
    const child = spawn('sh', ['-c', built], { cwd: home, env: variables });
    child.stdin.end();
    return finished(child);
  }

  test('npm run demo shows jobs, the sessions of one, a failed session with its errors', async () => {
    const script = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));
    const child = spawn(process.execPath, [script], { cwd: home, env: variables });
    child.stdin.end();
    const { code, stdout, stderr } = await finished(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('vsi:') });
    const shown = [...stdout.matchAll(/^\$ vsi (\S+ \S+)/gm)].map(([, command]) => command);
    expect(shown).toEqual(['jobs list', 'jobs sessions', 'session show']);
    expect(stdout.slice(stdout.lastIndexOf('$ vsi'))).toMatch(/Status[^]*failed/i);
  }, 60_000);

  test('its table of exit codes says what the program says', () => {
    const rows = rowsOfTable(README, 'exit code').map(([code, meaning]) => [Number(code), meaning]);
    expect(rows).toEqual(EXIT_CODE_MEANINGS.map((entry) => [...entry]));
  });

  test('its table of the environment has every variable, with its flag', () => {
    const flags: readonly Flag[] = Object.values(FLAGS);
    const rows = rowsOfTable(ENVIRONMENT, 'variable');
    for (const { name, variable } of flags) {
      if (variable === undefined) continue;
      const [row] = rows.filter(([names]) => names?.includes(`\`${variable}\``));
      expect([variable, row?.[1]]).toEqual([variable, `\`--${name}\``]);
    }
    const known = ownVariables().map(({ name }) => name);
    const named = rows.flatMap(([names]) => names?.match(/VSI_\w+/g) ?? []);
    for (const variable of named) expect(known).toContain(variable);
  });

  test('its table of commands has every command', () => {
    const named = rowsOfTable(README, 'command').map(([names]) => names ?? '');
    for (const { path } of COMMANDS) {
      const own = `\`vsi ${path.join(' ')}`;
      expect([own, named.some((names) => names.includes(own))]).toEqual([own, true]);
    }
  });

  /** The cells of the table whose first heading this is. */
  function rowsOfTable(document: string, heading: string): string[][] {
    const start = document.search(new RegExp(`^\\| ${heading} +\\|`, 'm'));
    const [table = ''] = document.slice(start).split('\n\n');
    const rows = table.split('\n').filter((line) => line.startsWith('|'));
    return rows.slice(2).map((row) => {
      const cells = row.split(/(?<!\\)\|/).slice(1, -1);
      return cells.map((cell) => cell.trim());
    });
  }
});

test('the vendor’s example of a job’s sessions comes out with exactly its numbers', async () => {
  const jobId = 'b20cedd4-66b2-49b1-86de-a575dc67e83b';
  const file = new URL('../fixtures/vb365/job-sessions-v3-documented.json', import.meta.url);
  const sessions = readFileSync(file, 'utf8');
  const server = await startScriptedVb365({
    version: 'v3',
    routes: {
      jobs: [{ id: jobId, name: 'Mailboxes', isEnabled: true, lastStatus: 'Success' }],
      [`jobs/${jobId}/jobsessions`]: sessions,
    },
  });
  try {
    const words = ['jobs', 'sessions', 'mailboxes', '-o', 'json'];
    const run = await vsi(words, { variables: { ...server.variables, HOME: home } });
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const rows = rowsOf(run.stdout);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: 'a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
      jobId,
      jobName: 'Mailboxes',
      status: 'success',
      createdAt: '2019-02-04T16:49:22.852Z',
      endedAt: '2019-02-04T16:50:21.302Z',
      durationSeconds: 58.449,
      processingRateBytesPerSecond: 1683256,
      processingRateItemsPerSecond: 20,
      readRateBytesPerSecond: 5383429,
      writeRateBytesPerSecond: 26015396,
      transferredBytes: 98142970,
      processedObjects: 1193,
      bottleneck: 'source',
    });
  } finally {
    await server.close();
  }
});
