import { PRODUCTS } from '../../model/product.ts';
import type { Flag } from './flag.ts';

const general = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'General' });

/** What belongs to one command alone. */
export const GENERAL = {
  paginate: general({
    name: 'paginate',
    description: 'ask for all pages, one body after the other',
  }),
  demoProduct: general({
    name: 'product',
    value: '<name>',
    choices: PRODUCTS,
    description: 'a server of this product alone',
  }),
  port: general({
    name: 'port',
    value: '<n>',
    description: 'port to listen on, the second server on the next one (default: any free ones)',
  }),
} as const satisfies Record<string, Flag>;
