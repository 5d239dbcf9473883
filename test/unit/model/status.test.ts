import { expect, test } from '@jest/globals';
import { isDecided, isFailure, isLive, isSuccessful, STATUSES } from '../../../src/model/status.ts';

test('every status lives, failed, succeeded, or says nothing of that', () => {
  expect(STATUSES.filter(isLive)).toEqual(['running', 'queued', 'idle']);
  expect(STATUSES.filter(isFailure)).toEqual(['failed', 'disconnected', 'not-configured']);
  expect(STATUSES.filter(isSuccessful)).toEqual(['success', 'warning']);
  expect(STATUSES.filter(isDecided)).toEqual([
    'success',
    'warning',
    'failed',
    'disconnected',
    'not-configured',
  ]);
});
