import type { Flag } from './flag.ts';

const general = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'General' });

/** What belongs to one command alone. */
export const GENERAL = {
  paginate: general({
    name: 'paginate',
    description: 'ask for all pages, one body after the other',
  }),
  port: general({
    name: 'port',
    value: '<n>',
    description: 'port to listen on (default: any free one)',
  }),
} as const satisfies Record<string, Flag>;
