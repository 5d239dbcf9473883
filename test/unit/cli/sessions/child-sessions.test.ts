import { describe, expect, test } from '@jest/globals';
import { childSessions } from '../../../../src/cli/sessions/child-sessions.ts';
import type { Product } from '../../../../src/model/product.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import type { SessionQuery } from '../../../../src/servers/backup-server.ts';
import { stubServer } from '../../../support/stub-server.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T05:30:00Z');

function session(id: string, hoursAgo: number, known: Partial<Session> = {}): Session {
  return newSession({
    id,
    server: 's',
    product: 'vbr',
    kind: 'copy',
    status: 'success',
    jobId: 'job',
    createdAt: NOW - hoursAgo * HOUR,
    endedAt: NOW - hoursAgo * HOUR + 60_000,
    ...known,
  });
}

const PARENT = session('parent', 48, { status: 'idle', endedAt: null });
const of = (parentSessionId: string) => ({ parentSessionId });

/** A server whose list has a page for each argument; what it was asked, and how many pages came. */
function serverOf(pages: readonly (readonly Session[])[], product: Product = 'vbr') {
  const asked: SessionQuery[] = [];
  let read = 0;
  const server = stubServer({
    product,
    apiVersion: '1.3-rev2',
    sessions: async function* sessions(query) {
      asked.push(query);
      for (const page of pages) {
        read += 1;
        yield page;
      }
    },
  });
  return { server, asked, pagesRead: () => read };
}

describe('the sessions that a session started', () => {
  const pages = [
    [session('a', 1, of('parent')), session('b', 2, of('other')), session('c', 3)],
    [session('d', 30, of('parent')), PARENT, session('e', 49)],
    [session('f', 60, of('parent'))],
  ];

  test('are those of its job that name it, down to its own start', async () => {
    const { server, asked, pagesRead } = serverOf(pages);
    expect((await childSessions(server, PARENT)).map(({ id }) => id)).toEqual(['a', 'd']);
    expect(asked).toMatchObject([{ jobId: 'job', since: null, until: null, statistics: false }]);
    expect(pagesRead()).toBe(2);
  });

  test('began before it ended', async () => {
    const { server, asked } = serverOf(pages);
    await childSessions(server, { ...PARENT, endedAt: NOW });
    expect(asked).toMatchObject([{ until: NOW + 1 }]);
  });

  test.each<[string, Product, Partial<Session>]>([
    ['a child itself', 'vbr', { parentSessionId: 'x' }],
    ['of no job', 'vbr', { jobId: null }],
    ['of VB365', 'vb365', {}],
  ])('are none, without a question, where it is %s', async (_what, product, known) => {
    const { server, asked } = serverOf(pages, product);
    expect(await childSessions(server, { ...PARENT, ...known })).toEqual([]);
    expect(asked).toEqual([]);
  });
});
