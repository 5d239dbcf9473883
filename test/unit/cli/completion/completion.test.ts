import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  complete,
  DIRECTIVE,
  formatCompletion,
  type CompletionSources,
} from '../../../../src/cli/completion/completion.ts';
import { COMPLETION_SCRIPTS } from '../../../../src/cli/completion/completion-scripts.ts';
import { FLAGS } from '../../../../src/cli/flags.ts';
import { SHELLS } from '../../../../src/cli/completion/shells.ts';
import { TOPICS } from '../../../../src/cli/help/topics.ts';
import { COMMANDS, NOUNS } from '../../../../src/cli/tree.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import { RECORDS } from '../../../../src/output/records/all.ts';
import { main } from '../../../../src/main.ts';
import { memoryHost } from '../../../support/host.ts';
import { anyText } from '../../../support/any-text.ts';

const candidate = (value: string) => ({ value, description: `about ${value}` });

const SOURCES: CompletionSources = {
  fields: async ({ record }) =>
    record === 'session' ? ['id', 'jobName', 'status', 'statusText'].map(candidate) : [],
  servers: async () => ['vienna', 'graz', '@customers'].map(candidate),
  jobs: async () => ['Mail boxes', 'Teams', 'bad\u001b[31mname'].map(candidate),
  sessions: async () => ['59cba040-43f3-4be3-8109-c0ce442810d0'].map(candidate),
};

async function values(...words: string[]): Promise<readonly string[]> {
  return (await complete(words, SOURCES)).candidates.map(({ value }) => value);
}

async function directive(...words: string[]): Promise<number> {
  return (await complete(words, SOURCES)).directive;
}

describe('commands', () => {
  test('all of the first words, with their summaries', async () => {
    const words = await values('');
    for (const { name } of NOUNS) expect(words).toContain(name);
    for (const { path } of COMMANDS) expect(words).toContain(path[0]);
    expect(words).toContain('help');
    expect(words).not.toContain('__complete');
  });

  test('verbs of a noun, by its alias as well', async () => {
    expect(await values('jobs', '')).toEqual(['list', 'show', 'sessions']);
    expect(await values('job', 's')).toEqual(['show', 'sessions']);
  });

  test('an alias where no name begins so', async () => {
    expect(await values('sess')).toEqual(['session']);
    expect(await values('sessions')).toEqual(['sessions']);
  });

  test('topics and commands behind help', async () => {
    const words = await values('help', '');
    for (const { name } of TOPICS) expect(words).toContain(name);
    expect(words).toContain('session');
    expect(await values('help', 'jobs', 'l')).toEqual(['list']);
  });

  test('nothing behind what does not exist', async () => {
    expect(await complete(['frobnicate', ''], SOURCES)).toEqual({
      candidates: [],
      directive: DIRECTIVE.noFiles,
    });
    expect(await values('jobs', 'frobnicate', '')).toEqual([]);
  });
});

describe('flags', () => {
  test('those of the command that were not given', async () => {
    const words = await values('jobs', 'sessions', 'Teams', '--since', '7d', '--s');
    expect(words).toContain('--status');
    expect(words).toContain('--sort');
    expect(words).not.toContain('--since');
  });

  test('a repeatable one again', async () => {
    expect(await values('session', 'list', '--job', 'a', '--jo')).toEqual(['--job']);
  });

  test('where a command takes no more arguments', async () => {
    expect(await values('jobs', 'list', '')).toContain('--output');
    expect(await values('jobs', 'show', 'x', '')).toContain('--output');
  });

  test('none behind --', async () => {
    expect(await values('jobs', 'list', '--', '--')).toEqual([]);
  });

  test.each([
    [['jobs', 'list', '-o', 'js'], ['json']],
    [['jobs', 'list', '--output=nd'], ['--output=ndjson']],
    [['jobs', 'list', '-ond'], ['-ondjson']],
    [
      ['jobs', 'list', '--color', 'A'],
      ['auto', 'always'],
    ],
    [['completion', 'z'], ['zsh']],
    [
      ['session', 'show', ''],
      ['latest', '59cba040-43f3-4be3-8109-c0ce442810d0'],
    ],
    [['session', 'list', '--server', '@'], ['@customers']],
    [['session', 'list', '--since', 'to'], ['today']],
    [['session', 'list', '--limit', ''], []],
  ])('%j is %j', async (words, expected) => {
    expect(await values(...words)).toEqual(expected);
  });

  test('every choice of every flag', async () => {
    for (const { path, flags } of COMMANDS) {
      for (const flag of flags.filter(({ choices }) => choices !== undefined)) {
        const offered = await values(...path, `--${flag.name}`, '');
        expect([flag.name, offered]).toEqual([flag.name, [...(flag.choices ?? [])]]);
      }
    }
  });

  test('files only for flags that take one', async () => {
    expect(await directive('jobs', 'list', '--ca-file', '')).toBe(0);
    expect(await directive('jobs', 'list', '--username', '')).toBe(DIRECTIVE.noFiles);
  });
});

describe('comma lists', () => {
  const noSpaceNoFiles = DIRECTIVE.noSpace + DIRECTIVE.noFiles;

  test('go on without a blank, each word once', async () => {
    const list = ['session', 'list', '--status'];
    expect(await values(...list, '')).toEqual([...STATUSES]);
    expect(await values(...list, 'failed,wa')).toEqual(['failed,warning']);
    expect(await values(...list, 'Failed,')).not.toContain('Failed,failed');
    expect(await directive(...list, 'failed,')).toBe(noSpaceNoFiles);
    expect(await directive('session', 'list', '-o', '')).toBe(DIRECTIVE.noFiles);
  });

  test('keys of the record', async () => {
    expect(await values('session', 'list', '--json', 'id,st')).toEqual([
      'id,status',
      'id,statusText',
    ]);
    expect(await values('session', 'list', '--columns', 'id,jo')).toEqual(['id,jobName']);
    expect(await values('session', 'list', '--json=jo')).toEqual(['--json=jobName']);
  });

  test('--json without a value is no list before the next flag', async () => {
    expect(await values('session', 'list', '--json', '--ra')).toEqual(['--raw']);
  });
});

describe('--sort', () => {
  test('a field, then its directions', async () => {
    const sort = ['session', 'list', '--sort'];
    expect(await values(...sort, '')).toEqual(['id', 'jobName', 'status', 'statusText']);
    expect(await values(...sort, 'jo')).toEqual(['jobName', 'jobName:asc', 'jobName:desc']);
    expect(await values(...sort, 'status:d')).toEqual(['status:desc']);
    expect(await values(...sort, 'nothing:')).toEqual([]);
  });
});

test('names that hold control characters are not offered', async () => {
  expect(await values('jobs', 'show', '')).toEqual(['Mail boxes', 'Teams']);
  expect(await values('session', 'list', '--job', 'm')).toEqual(['Mail boxes']);
});

test('what is printed: value and description, at the end the directive', () => {
  const candidates = [
    { value: 'a', description: 'one\nline\tonly' },
    { value: 'b', description: '' },
  ];
  expect(formatCompletion({ candidates, directive: 6 })).toBe('a\tone line only\nb\n:6\n');
});

test('whatever is typed, what comes back continues it and is well-formed', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...COMMANDS.flatMap(({ path }) => [...path]),
      ...Object.values(FLAGS).map(({ name }) => `--${name}`),
      '--status=',
      '--',
      '-o',
      '',
    ),
    anyText({ maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
      const completion = await complete(words, SOURCES);
      const typed = words.at(-1) ?? '';
      for (const { value } of completion.candidates) {
        expect(value.toLowerCase().startsWith(typed.toLowerCase())).toBe(true);
      }
      const lines = formatCompletion(completion).split('\n');
      expect(lines.at(-2)).toMatch(/^:\d$/);
      expect(lines).toHaveLength(completion.candidates.length + 2);
    }),
  );
});

test('each command that prints records names a kind that exists', () => {
  for (const { path, record, flags } of COMMANDS) {
    const named = flags.some(({ name }) => name === 'json');
    expect([path, RECORDS.some(({ noun }) => noun === record)]).toEqual([path, named]);
  }
});

describe('__complete', () => {
  async function run(...words: string[]) {
    const memory = memoryHost({ argv: ['__complete', ...words] });
    const code = await main(memory.host);
    return { code, stdout: memory.stdout(), stderr: memory.stderr() };
  }

  test('fields come from the records themselves', async () => {
    const { code, stdout, stderr } = await run('--', 'session', 'log', 'x', '--json', 'le');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('level\tsuccess, warning, failed, running or info\n:6\n');
  });

  test.each([
    [['--', 'jobs', 'show', '']],
    [['--', 'jobs', 'show', '--server', 'http://x', '']],
    [['--', 'jobs', 'show', '--server', 'nobody', '']],
    [['--', 'jobs', 'show', '--deadline', 'soon', '']],
    [['--', 'session', 'list', '--server', '']],
    [['--']],
    [[]],
  ])('%j: no error, nothing on stderr', async (words) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/:\d\n$/);
  });
});

describe('completion scripts', () => {
  test.each([...SHELLS])('%s: printed as it lies in completions/', async (shell) => {
    const memory = memoryHost({ argv: ['completion', shell] });
    expect(await main(memory.host)).toBe(0);
    const { file, text } = COMPLETION_SCRIPTS[shell];
    expect(memory.stdout()).toBe(text);
    expect(
      await readFile(new URL(`../../../../completions/${file}`, import.meta.url), 'utf8'),
    ).toBe(text);
    expect(text).toContain('__complete');
    // What TypeScript needs of template strings must not be left over.
    expect(text).not.toContain('$\\{');
  });

  test('an unknown shell is exit 2', async () => {
    const memory = memoryHost({ argv: ['completion', 'tcsh'] });
    expect(await main(memory.host)).toBe(2);
    expect(memory.stderr()).toContain('one of bash, zsh, fish, powershell');
  });

  test('PowerShell: braces and brackets are balanced', () => {
    const { text } = COMPLETION_SCRIPTS.powershell;
    const code = text
      .replaceAll(/^\s*#.*$/gm, '')
      .replaceAll(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"/g, "''");
    for (const [open, close] of [
      ['{', '}'],
      ['(', ')'],
      ['[', ']'],
    ] as const) {
      expect(code.split(open).length).toBe(code.split(close).length);
    }
    expect(text).toMatch(/^Register-ArgumentCompleter -Native -CommandName 'vsi'/m);
  });
});
