// Runs with every test file: whatever vsi sent to any server of an end-to-end test was a GET, or a POST
// that logs in or out, and no token went to another server than the one that issued it. Unit tests of
// the HTTP layer make up their own routes.
import { afterAll, expect } from '@jest/globals';
import { watchRequests } from './request-watch.ts';

const watch = watchRequests();

afterAll(() => {
  watch.end();
  if (/[\\/](?:e2e|faults|contract)[\\/]/.test(expect.getState().testPath ?? '')) {
    expect(watch.breaches()).toEqual([]);
  }
});
