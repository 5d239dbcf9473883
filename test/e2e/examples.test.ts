import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/tree.ts';
import { createTrial, fileOf, mayBeEmpty, type Trial } from '../support/examples.ts';
import { startScriptedVb365 } from '../support/scripted-vb365.ts';
import { finished, rowsOf, startVsi, vsi } from '../support/vsi.ts';

let trial: Trial;

beforeAll(async () => {
  trial = await createTrial();
});

afterAll(async () => {
  await trial.close();
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
      const { code, stdout, stderr } = await trial.run(bounded(words).split(' '));
      // What a check finds is its exit code; only 3 would be a check that did not work.
      const judges = words.startsWith('check ') && (code === 1 || code === 2);
      expect([words, (code === 8 && watches) || judges ? 0 : code]).toEqual([words, 0]);
      const file = fileOf(words);
      if (file !== undefined)
        expect([words, await readdir(trial.home)]).toEqual([words, expect.arrayContaining([file])]);
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
      const child = startVsi(words.replace(/--port \d+/, '--port 0').split(' '), {
        variables: trial.variables,
      });
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
    const run = await vsi(words, { variables: { ...server.variables, HOME: trial.home } });
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
