import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT_CODE_MEANINGS } from '../../src/cli/exit-codes.ts';
import { FLAGS, type Flag } from '../../src/cli/flags.ts';
import { ownVariables } from '../../src/cli/help/topics.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { createTrial, fileOf, mayBeEmpty, type Trial } from '../support/examples.ts';
import { PROGRAM, finished, type Finished } from '../support/vsi.ts';

const documentText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const README = documentText('README.md');
const ENVIRONMENT = documentText('docs/environment.md');
/** All that people may copy commands from. */
const DOCUMENTS = [README, documentText('docs/servers.md')].join('\n');
const hasJq = spawnSync('jq', ['--version']).status === 0;

let trial: Trial;

beforeAll(async () => {
  trial = await createTrial();
});

afterAll(async () => {
  await trial.close();
});

/** The words of a line that needs no shell; null where it does. */
function plainWords(line: string): readonly string[] | null {
  if (!line.startsWith('npx vsi ') || / (?:>|\||&&) /.test(line)) return null;
  return [...line.slice('npx vsi '.length).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}

/** Examples of the help are tried by their own test. */
function isOfTheHelp(line: string): boolean {
  return COMMANDS.some(({ examples }) => examples.some(({ words }) => line === `npx vsi ${words}`));
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
    const others = commands.filter((line) => !needsJq.includes(line) && !isOfTheHelp(line));
    for (const line of others) await runLine(line);
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
    else expect(await readdir(trial.home)).toContain(file);
  }

  async function runOf(line: string): Promise<Finished> {
    const words = plainWords(line);
    if (words !== null) return trial.run(words);
    const built = line.replaceAll('npx vsi', `'${process.execPath}' '${PROGRAM}'`);
    const child = spawn('sh', ['-c', built], { cwd: trial.home, env: trial.variables });
    child.stdin.end();
    return finished(child);
  }

  test('npm run demo shows jobs, the sessions of one, a failed session with its errors', async () => {
    const script = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));
    const child = spawn(process.execPath, [script], { cwd: trial.home, env: trial.variables });
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
