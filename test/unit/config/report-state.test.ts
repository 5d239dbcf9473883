import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createReportState } from '../../../src/config/report-state.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vsi-state-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const REPORT = {
  at: 1000,
  problems: [
    { server: 's', jobId: 'j', jobName: 'Mail', concern: 'failed' },
    { server: 's', jobId: null, jobName: null, concern: 'unreachable' },
  ],
};

async function filePath(): Promise<string> {
  const [name = ''] = await readdir(join(directory, 'reports'));
  return join(directory, 'reports', name);
}

test('what was written is read, by the same question only, and by nobody else', async () => {
  const state = createReportState({ directory }, 'a');
  expect(await state.read()).toBeNull();
  expect(await state.write(REPORT)).toBeNull();
  expect(await state.read()).toEqual(REPORT);
  expect(await createReportState({ directory }, 'b').read()).toBeNull();
  expect((await stat(await filePath())).mode & 0o777).toBe(0o600);
});

test('a damaged file, and one that others may write, say nothing', async () => {
  const state = createReportState({ directory }, 'a');
  await state.write(REPORT);
  const path = await filePath();
  await chmod(path, 0o666);
  expect(await state.read()).toBeNull();
  await chmod(path, 0o600);
  for (const text of ['', '{', '[]', '{"format":2}', '{"format":1,"at":"x","problems":[]}']) {
    await writeFile(path, text);
    expect([text, await state.read()]).toEqual([text, null]);
  }
  await writeFile(path, '{"format":1,"at":5,"problems":[{"server":"s"},7,null]}');
  expect(await state.read()).toEqual({ at: 5, problems: [] });
});

test('where it cannot be kept, that is said', async () => {
  const within = join(directory, 'nobody');
  const state = createReportState({ directory: join(within, 'x'), within }, 'a');
  expect(await state.write(REPORT)).toBe('ENOENT');
  await writeFile(within, 'a file');
  expect(await createReportState({ directory: within }, 'a').write(REPORT)).not.toBeNull();
});
