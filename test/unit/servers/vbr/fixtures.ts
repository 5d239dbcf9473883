import { readFileSync } from 'node:fs';
import {
  createJobDirectory,
  type JobDirectory,
} from '../../../../src/servers/vbr/job-directory.ts';
import { toListedJob } from '../../../../src/servers/vbr/job.ts';
import { createServerOffsets } from '../../../../src/servers/vbr/server-offsets.ts';
import type { SessionContext } from '../../../../src/servers/vbr/session.ts';
import { requireRevision } from '../../../../src/servers/vbr/versions.ts';

/** One of test/fixtures/vbr as text. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(`../../../fixtures/vbr/${name}.json`, import.meta.url), 'utf8');
}

/** The same, parsed. */
export function fixture(name: string): Record<string, unknown> {
  return record(JSON.parse(fixtureText(name)));
}

/** The items of a fixture that is a list, in `data` or `records`. */
export function items(name: string): readonly Record<string, unknown>[] {
  const { data, records } = fixture(name);
  const list = data ?? records;
  if (!Array.isArray(list)) throw new Error(`${name} is no list`);
  return list.map(record);
}

/** The only item of such a fixture. */
export function only(name: string): Record<string, unknown> {
  const [item] = items(name);
  if (item === undefined) throw new Error(`${name} is empty`);
  return item;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return { ...value };
}

export const SERVER = 'vbr.example.com';

/** An id that tells the tests apart: `id('a', 1)` → `aaaaaaaa-…-000000000001`. */
export function id(letter: string, number: number): string {
  const tail = String(number).padStart(12, '0');
  const four = letter.repeat(4);
  return `${letter.repeat(8)}-${four}-${four}-${four}-${tail}`;
}

/** A directory of made-up job states. */
export function directory(...jobs: readonly object[]): JobDirectory {
  const context = { server: SERVER, where: 'GET /api/v1/jobs/states' };
  return createJobDirectory(jobs.map((job) => toListedJob(job, context)));
}

/** What a session's reader is told, with what the test says of it. */
export function sessionContext(
  version: string,
  others: Partial<SessionContext> = {},
): SessionContext {
  return {
    server: SERVER,
    revision: requireRevision(version),
    where: `GET /api/v1/sessions on ${SERVER}`,
    jobs: directory(),
    offsets: createServerOffsets(),
    ...others,
  };
}

/** A session as 1.3-rev1 serves it, stopped with success unless the test says otherwise. */
export function served(
  number: number,
  others: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: id('5', number),
    name: 'Mail (Incremental)',
    jobId: id('a', 1),
    sessionType: 'BackupJob',
    creationTime: '2026-11-19T22:00:00.000+01:00',
    endTime: '2026-11-19T22:10:00.000+01:00',
    state: 'Stopped',
    progressPercent: 100,
    result: { result: 'Success', message: 'Success', isCanceled: false },
    usn: 1,
    ...others,
  };
}
