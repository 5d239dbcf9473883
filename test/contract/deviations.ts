import type { Deviation } from './openapi.ts';

/** Where real VB365 servers, and so the demo server, differ from the documents (api/vb365.md). */
export const VB365_DEVIATIONS: readonly Deviation[] = [
  {
    name: 'a missing or rejected token is answered with 401 and nothing else (section 1)',
    covers: (violation, { status }) => status === 401 && violation.endsWith('has an empty body'),
  },
  {
    name: 'a throttled token request is answered with 429 and nothing else (section 5)',
    covers: (violation, { status }) => status === 429 && violation.endsWith('has an empty body'),
  },
];
