import { readFileSync } from 'node:fs';
import type { JobDirectory } from '../../../../src/servers/vb365/job-directory.ts';
import { createJobDirectory } from '../../../../src/servers/vb365/job-directory.ts';
import { toBackupJob, toCopyJob } from '../../../../src/servers/vb365/job.ts';
import type { JobSessionContext } from '../../../../src/servers/vb365/record-context.ts';
import { requireVersion } from '../../../../src/servers/vb365/versions.ts';

/** One of test/fixtures/vb365, parsed. */
export function fixture(name: string): unknown {
  const url = new URL(`../../../fixtures/vb365/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

/** The first item of a fixture that is a list. */
export function firstOf(name: string): unknown {
  const list = fixture(name);
  if (!Array.isArray(list)) throw new Error(`${name} is no list`);
  return list[0];
}

export const SERVER = 'backup.example.com';

/** An id that tells the tests apart: `id('a', 1)` → `aaaaaaaa-…-000000000001`. */
export function id(letter: string, number: number): string {
  const tail = String(number).padStart(12, '0');
  const four = letter.repeat(4);
  return `${letter.repeat(8)}-${four}-${four}-${four}-${tail}`;
}

/** What a job session's reader is told, with what the test says of it. */
export function sessionContext(
  version: string,
  others: Partial<JobSessionContext> = {},
): JobSessionContext {
  return {
    server: SERVER,
    version: requireVersion(version),
    where: `GET /${version}/JobSessions on ${SERVER}`,
    jobs: directory({}),
    askedType: null,
    askedJobId: null,
    ...others,
  };
}

/** A directory of made-up jobs. */
export function directory(listed: {
  readonly jobs?: readonly object[];
  readonly copyJobs?: readonly object[];
}): JobDirectory {
  const context = { server: SERVER, version: requireVersion('v8'), where: 'GET /v8/Jobs' };
  return createJobDirectory([
    ...(listed.jobs ?? []).map((job) => toBackupJob(job, context, new Map())),
    ...(listed.copyJobs ?? []).map((job) => toCopyJob(job, context, new Map())),
  ]);
}
