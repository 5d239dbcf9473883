import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSession } from '../../../../src/model/session.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import {
  toOwnerChangeSession,
  toRepositorySyncSession,
  toRestoreSession,
  toRetrievalSession,
} from '../../../../src/servers/vb365/other-sessions.ts';
import { id, SERVER, sessionContext } from './fixtures.ts';

const SESSION = id('a', 1);
const CONTEXT = sessionContext('v8');

describe('restore sessions', () => {
  /** Made up after a capture of v6: `result` is Success while it works, the end a placeholder. */
  const working = {
    id: SESSION,
    name: 'Restore of Mail',
    organization: 'example.onmicrosoft.com',
    type: 'Vex',
    creationTime: '2026-11-20T10:00:00.402312Z',
    endTime: '9999-12-31T23:59:59.9999999Z',
    state: 'Working',
    result: 'Success',
    initiatedBy: 'EXAMPLE\\operator',
    details: 'Restoring',
  };

  test('run while their state says so, whatever the result says', () => {
    expect(toRestoreSession(working, CONTEXT)).toEqual({
      ...newSession({
        id: SESSION,
        server: SERVER,
        product: 'vb365',
        kind: 'restore',
        status: 'running',
      }),
      name: 'Restore of Mail',
      statusText: 'Working',
      createdAt: expect.closeTo(Date.parse('2026-11-20T10:00:00.402Z'), 0),
      message: 'Restoring',
      initiatedBy: 'EXAMPLE\\operator',
      type: 'Vex',
      state: 'Working',
      result: 'Success',
    });
  });

  test.each(['Starting', 'Stopping', 'working'])('%s is running, too', (state) => {
    expect(toRestoreSession({ ...working, state }, CONTEXT).status).toBe('running');
  });

  test('have their result once they are stopped', () => {
    const endTime = '2026-11-20T10:00:10.402312Z';
    const ended = { ...working, state: 'Stopped', result: 'Warning', endTime };
    expect(toRestoreSession(ended, CONTEXT)).toMatchObject({
      status: 'warning',
      statusText: 'Warning',
      durationSeconds: 10,
    });
  });

  test('in a state that nobody knows are over only where there is an end', () => {
    const paused = { ...working, state: 'Paused' };
    expect(toRestoreSession(paused, CONTEXT)).toMatchObject({
      status: 'unknown',
      statusText: 'Paused',
    });
    const ended = { ...paused, endTime: '2026-11-20T11:00:00Z' };
    expect(toRestoreSession(ended, CONTEXT).status).toBe('success');
  });

  test('without a state are what their result says', () => {
    expect(toRestoreSession({ id: SESSION, result: 'Failed' }, CONTEXT)).toMatchObject({
      status: 'failed',
      state: null,
      createdAt: null,
    });
  });
});

describe('data retrieval sessions', () => {
  test('tolerate the comma behind a type of v6', () => {
    const session = {
      id: SESSION,
      name: 'Retrieval 1',
      retrievalId: id('b', 1),
      creationTime: '2026-11-20T10:00:00Z',
      endTime: '2026-11-20T10:01:00Z',
      progress: 7,
      processedObjects: '12345678901234567',
      type: 'RetrievalChangeAvailabilityPeriodDays,',
      status: 'Success',
    };
    expect(toRetrievalSession(session, CONTEXT)).toMatchObject({
      kind: 'retrieval',
      name: 'Retrieval 1',
      jobId: null,
      resourceId: id('b', 1),
      status: 'success',
      durationSeconds: 60,
      progressObjects: 7,
      processedObjects: 12345678901234567n,
      type: 'RetrievalChangeAvailabilityPeriodDays',
    });
  });
});

describe('repository synchronization sessions', () => {
  test.each([
    ['Synchronizing', 'running'],
    ['None', 'none'],
    ['Failed', 'failed'],
    ['Napping', 'unknown'],
    [null, 'unknown'],
  ])('in the state %p are %s, and have no times', (state, status) => {
    const session = { id: SESSION, repositoryId: id('d', 1), state, progressPercent: 40 };
    expect(toRepositorySyncSession(session, CONTEXT)).toMatchObject({
      kind: 'repository-sync',
      status,
      statusText: state,
      state,
      progressPercent: 40,
      repositoryId: id('d', 1),
      createdAt: null,
      endedAt: null,
    });
  });

  test('say why they failed', () => {
    const failed = { id: SESSION, state: 'Failed', error: 'The disk is full' };
    expect(toRepositorySyncSession(failed, CONTEXT).message).toBe('The disk is full');
  });

  test('without an id are known by their repository', () => {
    const session = { id: null, repositoryId: id('d', 1), state: 'None' };
    expect(toRepositorySyncSession(session, CONTEXT).id).toBe(id('d', 1));
    expect(() => toRepositorySyncSession({ state: 'None' }, CONTEXT)).toThrow('id should be an id');
  });
});

describe('owner change sessions', () => {
  test.each([
    ['Waiting', 'queued'],
    ['Running', 'running'],
    ['Succeeded', 'success'],
    ['Failed', 'failed'],
  ])('%s are %s', (word, status) => {
    const session = {
      id: SESSION,
      status: word,
      startTime: '2026-11-20T10:00:00Z',
      endTime: word === 'Failed' ? '2026-11-20T10:00:05Z' : null,
      details: 'Moved',
      repositoryIds: [id('d', 1)],
    };
    expect(toOwnerChangeSession(session, CONTEXT)).toMatchObject({
      kind: 'owner-change',
      status,
      statusText: word,
      message: 'Moved',
      repositoryId: id('d', 1),
      durationSeconds: word === 'Failed' ? 5 : null,
    });
  });

  test('of several repositories name none', () => {
    const session = { id: SESSION, status: 'Failed', repositoryIds: [id('d', 1), id('d', 2)] };
    expect(toOwnerChangeSession(session, CONTEXT).repositoryId).toBeNull();
  });
});

test.each([toRestoreSession, toRetrievalSession, toRepositorySyncSession, toOwnerChangeSession])(
  'any JSON gives a typed record or a named error: %p',
  (read) => {
    const keys = ['id', 'state', 'result', 'status', 'creationTime', 'endTime', 'type', 'error'];
    const mangled = fc.dictionary(fc.constantFrom(...keys, 'repositoryIds'), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(mangled, fc.jsonValue()), (value) => {
        try {
          const session = read(value, CONTEXT);
          expect(STATUSES).toContain(session.status);
          expect(session.id).not.toBe('');
          expect(typeof (session.type ?? session.message ?? '')).toBe('string');
        } catch (error) {
          expect(error).toMatchObject({ name: 'VsiError', code: 'ANSWER_UNREADABLE' });
        }
      }),
    );
  },
);
