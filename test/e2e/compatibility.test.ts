/**
 * What scripts rely on: a change here breaks somebody. The committed file holds the names in their
 * order; new ones may only follow at the end, and are then added to the file.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { ownVariables } from '../../src/cli/help/topics.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { FORMATS } from '../../src/output/formats.ts';
import { RECORDS } from '../../src/output/records/all.ts';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';

interface Pinned {
  readonly records: Readonly<Record<string, readonly string[]>>;
  readonly tsvColumns: Readonly<Record<string, readonly string[]>>;
  readonly formats: readonly string[];
  readonly exitCodes: readonly (readonly [name: string, code: number])[];
  readonly environment: readonly string[];
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

const FILE = new URL('compatibility.json', import.meta.url);
const pinned = asPinned(JSON.parse(await readFile(FILE, 'utf8')));

function asPinned(value: unknown): Pinned {
  if (!isPinned(value)) throw new TypeError('compatibility.json is not what this test pins');
  return value;
}

function isPinned(value: unknown): value is Pinned {
  const parts = ['records', 'tsvColumns', 'formats', 'exitCodes', 'environment', 'commands'];
  return typeof value === 'object' && value !== null && parts.every((part) => part in value);
}

/** The pinned list must be how the present one begins. */
function expectBeginning(present: readonly unknown[], begin: readonly unknown[]): void {
  expect(present.slice(0, begin.length)).toEqual(begin);
}

/** A morning on which no job that is watched is under way: who watches one waits for its end. */
const NOW = Date.parse('2026-11-22T05:30:00Z');
const stages = new Map<string, Stage>();

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const)
    stages.set(product, await setStage({ product, now: () => NOW, throttle: false }));
});

afterAll(async () => {
  for (const stage of stages.values()) await stage.close();
});

async function run(product: string, words: readonly string[]) {
  const finished = await stages.get(product)?.runHere(words);
  if (finished === undefined) throw new Error(`no server of ${product}`);
  return finished;
}

const JOBS = new Map([
  ['vb365', 'Teams'],
  ['vbr', 'SQL Production'],
]);

/** The words of a pinned command line, with a job that the product's server has. */
function wordsFor(line: string, product: string): readonly string[] {
  return line.split(' ').map((word) => (word === '<job>' ? (JOBS.get(product) ?? '') : word));
}

describe('record keys', () => {
  test.each(Object.entries(pinned.records))('%s', (noun, keys) => {
    const record = RECORDS.find((known) => known.noun === noun);
    expectBeginning(record?.fields.map(({ key }) => key) ?? [], keys);
  });
});

describe.each(['vb365', 'vbr'])('what the program prints for %s', (product) => {
  test.each(Object.entries(pinned.tsvColumns))('tsv columns of %s', async (line, columns) => {
    const { code, stdout } = await run(product, [...wordsFor(line, product), '-o', 'tsv']);
    expect(code).toBe(0);
    const [header = '', ...rows] = stdout.split('\n');
    expectBeginning(header.split('\t'), columns);
    expect(rows.length).toBeGreaterThan(1);
  });

  test.each(Object.entries(pinned.tsvColumns))('JSON keys of %s', async (line, columns) => {
    const { stdout } = await run(product, [...wordsFor(line, product), '-o', 'json']);
    const [record] = line.includes('show') ? rowsOf(`[${stdout}]`) : rowsOf(stdout);
    expectBeginning(Object.keys(record ?? {}), columns);
  });
});

test('exit codes', () => {
  expectBeginning(Object.entries(EXIT), pinned.exitCodes);
});

describe('exit codes as scripts see them', () => {
  test.each([
    [0, ['jobs', 'list', '--json', 'id']],
    [2, ['jobs', 'list', '--frobnicate']],
    [2, ['jobs', 'list', '-o', 'xml']],
    [5, ['jobs', 'show', 'no such job']],
    [5, ['session', 'show', '00000000-1111-4222-8333-444444444444']],
    [11, ['session', 'list', '--status', 'failed', '--exit-status', '--limit', '1']],
    [10, ['session', 'list', '--status', 'warning', '--exit-status', '--limit', '1']],
  ])('%d: %j', async (code, words) => {
    for (const product of ['vb365', 'vbr']) expect((await run(product, words)).code).toBe(code);
  });

  test('4 where the login is refused, 6 where nobody answers', async () => {
    const stage = stages.get('vb365');
    const wrong = { VSI_USERNAME: 'nobody', VSI_PASSWORD: 'wrong' };
    const nobody = { VSI_SERVER: 'https://127.0.0.1:1' };
    const words = ['jobs', 'list', '--retries', '0'];
    expect((await stage?.run(words, { variables: wrong }))?.code).toBe(4);
    expect((await stage?.run(words, { variables: nobody }))?.code).toBe(6);
  });
});

test('formats', () => {
  expectBeginning(FORMATS, pinned.formats);
});

test('environment variables are read by the names that they have', async () => {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = await readdir(folder, { recursive: true });
  const sources = await Promise.all(
    files.filter((file) => file.endsWith('.ts')).map((file) => readFile(folder + file, 'utf8')),
  );
  const known = new Set(sources.flatMap((text) => text.match(/\bVSI_[A-Z_]+/g) ?? []));
  expect(pinned.environment.filter((name) => !known.has(name))).toEqual([]);
  const documented = ownVariables().map(({ name }) => name);
  expect(pinned.environment.filter((name) => !documented.includes(name))).toEqual([]);
});

describe('commands and their flags', () => {
  test.each(Object.entries(pinned.commands))('%s', (words, flags) => {
    const command = COMMANDS.find(({ path }) => path.join(' ') === words);
    const names = command?.flags.map(({ name }) => name) ?? [];
    expect(flags.filter((flag) => !names.includes(flag))).toEqual([]);
  });
});

describe('the comparison itself', () => {
  test.each([
    ['an addition at the end', ['a', 'b', 'c'], true],
    ['nothing new', ['a', 'b'], true],
    ['a key that is gone', ['a'], false],
    ['another order', ['b', 'a'], false],
    ['an addition in between', ['a', 'x', 'b'], false],
  ])('%s', (_, present, fine) => {
    const compare = (): void => {
      expectBeginning(present, ['a', 'b']);
    };
    if (fine) compare();
    else expect(compare).toThrow();
  });
});
