/**
 * Every row is counted once more in the servers' own answers: which lines and objects hold the words
 * that a reason is made of, the placeholders aside. None of the program's masking is used for it.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schemaValidators } from '../support/schemas.ts';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';

type Row = Readonly<Record<string, unknown>>;
type Product = 'vb365' | 'vbr';

const NOW = Date.now();
const SINCE = ['--since', new Date(NOW - 20 * 86_400_000).toISOString()];
/** So many of a job's newest sessions are looked at. */
const SESSIONS = 4;
const stages: Partial<Record<Product, Stage>> = {};

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const) {
    stages[product] = await setStage({ product, now: () => NOW });
  }
});

afterAll(async () => {
  await Promise.all(Object.values(stages).map((stage) => stage.close()));
});

async function ask(product: Product, words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = (await stages[product]?.run(words)) ?? {};
  expect({ words, code, stderr }).toMatchObject({ words, code: 0 });
  return stdout ?? '';
}

async function listOf(product: Product, path: string): Promise<readonly Row[]> {
  const answer: Row = JSON.parse(await ask(product, ['api', path]));
  const list = answer['results'] ?? answer['data'] ?? answer['records'];
  return Array.isArray(list) ? list.map((item: Row) => item) : [];
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

const BAD = new Set(['Warning', 'Error', 'Failed', 'Stop']);

/** What a session says, as served: texts of log lines and of objects that did not end well. */
async function textsOf(product: Product, id: string) {
  const isLine = (text: string): boolean => !/^(?:Copy j|J)ob (?:finished|was stopped)/.test(text);
  if (product === 'vb365') {
    const items = await listOf('vb365', `JobSessions/${id}/LogItems?limit=5000`);
    const lines = items
      .filter(({ type }) => BAD.has(String(type)))
      .map(({ message }) => String(message));
    return { log: lines.filter(isLine), tasks: [] };
  }
  const records = await listOf('vbr', `sessions/${id}/logs`);
  const tasks = await listOf('vbr', `sessions/${id}/taskSessions?limit=500`);
  const results = tasks.map(({ result }) => (result ?? {}) as Row);
  return {
    log: records
      .filter(({ status, title }) => BAD.has(String(status)) && isLine(String(title)))
      .map(
        ({ title, description }) =>
          `${String(title)} ${typeof description === 'string' ? description : ''}`,
      ),
    tasks: results
      .filter(({ result }) => BAD.has(String(result)))
      .map(({ message }) => String(message)),
  };
}

/** Whether a text holds the words of a masked reason in their order. */
function holds(text: string, reason: string): boolean {
  const words = reason
    .split(/<\w+>(?:, …)?/)
    .map((part) => part.trim())
    .filter((part) => part.length > 1);
  const flat = text.replace(/\s+/g, ' ').toLowerCase();
  let from = 0;
  return words.every((word) => {
    const at = flat.indexOf(word.toLowerCase(), from);
    from = at + word.length;
    return at !== -1;
  });
}

describe.each(['vb365', 'vbr'] as const)('errors of %s', (product) => {
  test('counts are those of the server’s own lines and objects', async () => {
    const words = [
      'session',
      'list',
      ...SINCE,
      '--kind',
      'backup,copy,replica,archive',
      '--limit',
      '0',
      '-o',
      'json',
    ];
    const sessions = rowsOf(await ask(product, words)).filter(
      (row) => row['parentSessionId'] === null,
    );
    const newest = groupBy(sessions, (row) => String(row['jobId']));
    const isBad = (row: Row): boolean =>
      ['warning', 'failed', 'disconnected', 'not-configured'].includes(String(row['status']));
    const [jobId, ofJob = []] =
      [...newest]
        .map(([id, rows]) => [id, rows.slice(0, SESSIONS).filter(isBad)] as const)
        .sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    expect(ofJob.length).toBeGreaterThan(1);
    const options = [
      '--job',
      String(jobId),
      '--attempts',
      '--last',
      String(SESSIONS),
      ...SINCE,
      '-o',
      'json',
    ];
    const rows = rowsOf(await ask(product, ['errors', ...options]));
    expect(rows.length).toBeGreaterThan(0);
    const said = await Promise.all(ofJob.map(({ id }) => textsOf(product, String(id))));
    for (const row of rows) {
      const reason = String(row['reason']);
      const counts = said.map(({ log, tasks }) =>
        Math.max(
          log.filter((text) => holds(text, reason)).length,
          tasks.filter((text) => holds(text, reason)).length,
        ),
      );
      expect([reason, row['count'], row['sessions'], row['jobs']]).toEqual([
        reason,
        counts.reduce((sum, count) => sum + count, 0),
        counts.filter((count) => count > 0).length,
        1,
      ]);
    }
  }, 60_000);

  test('by object and by job the same reasons are told, and they satisfy their schema', async () => {
    const options = ['--since', '3d', '-o', 'json'];
    const [plain = [], byObject = [], byJob = []] = await Promise.all(
      [[], ['--by', 'object'], ['--by', 'job']].map(async (by) =>
        rowsOf(await ask(product, ['errors', ...by, ...options])),
      ),
    );
    const validate = (await schemaValidators())('error-row').record;
    const sums = (rows: readonly Row[]): unknown =>
      Object.fromEntries(
        [...groupBy(rows, (row) => String(row['reason']).toLowerCase())].map(
          ([reason, of]) =>
            [reason, of.reduce((sum, row) => sum + Number(row['count']), 0)] as const,
        ),
      );
    expect(sums(byObject)).toEqual(sums(plain));
    expect(sums(byJob)).toEqual(sums(plain));
    expect(byJob.every((row) => row['jobId'] !== null)).toBe(true);
    for (const row of [...plain, ...byObject, ...byJob]) {
      expect(validate(row)).toEqual([]);
      expect(String(row['reason'])).not.toMatch(/\d/);
    }
  }, 30_000);
});

describe('errors as a command', () => {
  test('a table wraps reasons and says levels in words; unknown groups are refused', async () => {
    const stage = stages.vb365;
    const table = await stage?.run(['errors', '--since', '20d', '-o', 'table', '--ascii'], {
      variables: { VSI_FORCE_TTY: '80', NO_COLOR: '1' },
    });
    expect(table?.code).toBe(0);
    const lines = (table?.stdout ?? '').split('\n');
    expect(lines[0]).toMatch(/^COUNT +LEVEL .*REASON/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(table?.stdout).toMatch(/failed .*Failed to connect to organization/);
    const wrong = await stage?.run(['errors', '--by', 'server']);
    expect([wrong?.code, wrong?.stderr]).toEqual([
      2,
      'vsi: --by does not know “server”\nhint: one of reason, job, object\n',
    ]);
    const two = await stage?.run(['errors', '--by', 'job,object']);
    expect(two?.code).toBe(2);
  });
});
