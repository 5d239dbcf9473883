import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { EXIT, EXIT_CODE_MEANINGS } from '../../../../src/cli/exit-codes.ts';
import { FLAGS, type Flag } from '../../../../src/cli/flags.ts';
import { commandHelp, topicHelp } from '../../../../src/cli/help/help.ts';
import { escape, manPage } from '../../../../src/cli/help/man-page.ts';
import { withTables } from '../../../../src/cli/help/reference.ts';
import { formatMeanings, TOPICS } from '../../../../src/cli/help/topics.ts';
import { COMMANDS } from '../../../../src/cli/tree.ts';
import { parseDuration } from '../../../../src/model/duration.ts';
import { parseTime, TIME_FORMS } from '../../../../src/model/time-window.ts';
import { main } from '../../../../src/main.ts';
import { memoryHost } from '../../../support/host.ts';

const project = (path: string) => new URL(`../../../../${path}`, import.meta.url);

async function run(...argv: string[]) {
  const memory = memoryHost({ argv });
  const code = await main(memory.host);
  return { code, stdout: memory.stdout(), stderr: memory.stderr() };
}

function topic(name: string): string {
  const found = TOPICS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no topic ${name}`);
  return topicHelp(found, 80);
}

describe('vsi help <topic>', () => {
  test.each(TOPICS.map(({ name }) => name))('%s: fits 80 columns', async (name) => {
    const { code, stdout, stderr } = await run('help', name);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const prose = stdout.split('\n').filter((line) => !/^ {2}\S*vsi |^ {2}case/.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the topics of the contract are there, and the help names them', async () => {
    const { stdout } = await run('--help');
    for (const name of ['environment', 'exit-codes', 'formatting', 'time']) {
      expect(stdout).toContain(`  ${name} `);
      expect((await run('help', name)).code).toBe(0);
    }
  });

  test('wide terminals get lines of 100 columns at the most', () => {
    for (const each of TOPICS) {
      const lines = topicHelp(each, 300).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    }
    for (const command of COMMANDS) {
      const lines = commandHelp(command, 300)
        .split('\n')
        .filter((line) => !line.startsWith('  vsi '));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });

  test('commands and nouns by every name', async () => {
    expect(await run('help', 'jobs', 'list')).toEqual(await run('jobs', 'list', '--help'));
    expect(await run('help', 'job', 'list')).toEqual(await run('jobs', 'list', '--help'));
    expect((await run('help', 'sessions')).stdout).toContain('session show <session>');
    expect((await run('help', 'demo')).stdout).toContain('Usage: vsi demo serve');
    expect(await run('help')).toEqual(await run('--help'));
  });

  test.each([['nothing'], ['jobs', 'nothing'], ['jobs', 'list', 'more'], ['time', 'more']])(
    '%s %s %s: exit 2 and the topics',
    async (...words) => {
      const { code, stdout, stderr } = await run('help', ...words.filter(Boolean));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('environment, exit-codes, formatting, time');
    },
  );
});

describe('topics say what the code does', () => {
  test('every variable that the source reads', async () => {
    const files = (await readdir(project('src'), { recursive: true })).filter(
      (name) => name.endsWith('.ts') && !name.startsWith('demo'),
    );
    const texts = await Promise.all(files.map((name) => readFile(project(`src/${name}`), 'utf8')));
    const read = new Set(texts.flatMap((text) => text.match(/\bVSI_[A-Z_]+\b/g) ?? []));
    read.delete('VSI_VERSION'); // Set by the build.
    expect(read.size).toBeGreaterThan(10);
    for (const name of read) expect(topic('environment')).toContain(name);
  });

  test('every variable of a flag, with the flag', () => {
    const flags: readonly Flag[] = Object.values(FLAGS);
    for (const { name, variable } of flags) {
      if (variable === undefined) continue;
      expect(topic('environment').replaceAll(/\s+/g, ' ')).toContain(`${variable} --${name}:`);
    }
  });

  test('every exit code', () => {
    const canWatch = COMMANDS.some(({ path }) => path[1] === 'watch');
    for (const code of Object.values(EXIT)) {
      if (code === EXIT.stillRunning && !canWatch) continue;
      expect([code, EXIT_CODE_MEANINGS.some(([known]) => known === code)]).toEqual([code, true]);
      expect(topic('exit-codes')).toMatch(new RegExp(`^  ${code} `, 'm'));
    }
  });

  test('every format has a meaning', () => {
    for (const [format, meaning] of formatMeanings()) expect([format, meaning]).not.toContain('');
  });

  test('every time it shows is understood', () => {
    const frame = { now: Date.UTC(2026, 10, 22), zone: 'Europe/Vienna' };
    const shown = TOPICS.find(({ name }) => name === 'time')?.blocks.flatMap((block) =>
      'pairs' in block ? block.pairs.flatMap(([name]) => name.split(', ')) : [],
    );
    for (const text of [...(shown ?? []), ...TIME_FORMS.split(', ')]) {
      expect([text, parseTime(text, 'since', frame)]).not.toContain(null);
    }
    expect(shown?.length).toBeGreaterThan(6);
    for (const text of ['30s', '2m', '1h']) expect(parseDuration(text)).not.toBeNull();
  });
});

describe('the manual page', () => {
  test('is committed as the source makes it', async () => {
    const { version } = JSON.parse(await readFile(project('package.json'), 'utf8')) as {
      version: string;
    };
    expect(await readFile(project('man/vsi.1'), 'utf8')).toBe(manPage(version));
  });

  test('names every command and flag, in ASCII', () => {
    const page = manPage('1.2.3');
    expect(page).toMatch(/^[\n -~]*$/);
    for (const { path } of COMMANDS) expect(page).toContain(escape(path.join(' ')));
    for (const { flags } of COMMANDS) {
      for (const { name } of flags) expect(page).toContain(`\\-\\-${escape(name)}`);
    }
  });

  test('what roff would take for its own is escaped', () => {
    expect(escape(".so 'a' -x C:\\vsi ~ ^ `")).toBe(
      '\\&.so \\(aqa\\(aq \\-x C:\\evsi \\(ti \\(ha \\(ga',
    );
    expect(escape('“ü” – …')).toBe('\\(lq\\[u00FC]\\(rq \\(en \\[u2026]');
  });
});

describe('the documents', () => {
  test.each([
    ['README.md', ['commands', 'exit codes']],
    ['docs/environment.md', ['environment']],
  ])('the tables of %s are those of the source', async (path, names) => {
    const text = await readFile(project(path), 'utf8');
    expect(withTables(text)).toBe(text);
    for (const name of names) expect(text).toContain(`<!-- generated: ${name} -->`);
  });

  test('only what stands between the markers of a known table is replaced', () => {
    const text = (name: string) =>
      `a\n<!-- generated: ${name} -->\nold\n<!-- end of generated -->\nb`;
    expect(withTables(text('x'), { x: '| new |\n' })).toBe(
      'a\n<!-- generated: x -->\n\n| new |\n\n<!-- end of generated -->\nb',
    );
    expect(withTables(text('y'), { x: '' })).toBe(text('y'));
  });
});
