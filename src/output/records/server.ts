import { PRODUCTS } from '../../model/product.ts';
import type { ServerRecord } from '../../model/server-record.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<ServerRecord>(
  {
    name: ['text', 'Saved name of the server'],
    url: ['text', 'Where it is: https://host, with the port where one is saved'],
    product: ['word', 'vb365 or vbr; null where it is found out at every connection', 'nullable'],
    username: ['text', 'Who logs in; null where nobody was named yet', 'nullable'],
    groups: ['texts', 'Groups that it is in, without their @'],
    default: ['boolean', 'Whether it is asked where no server is named'],
    fingerprint: [
      'text',
      'SHA-256 of the one accepted certificate; null where its authority vouches for it',
      'nullable',
    ],
    caFile: ['text', "PEM file with the authorities to trust; null: the system's", 'nullable'],
    apiVersion: ['text', 'API version to speak; null: the newest common one', 'nullable'],
  },
  { product: PRODUCTS },
);

/** What `server list` and `server show` print. */
export const SERVER_RECORD: RecordSpec<ServerRecord> = {
  noun: 'server',
  fields: FIELDS,
  columns: columnsOf<ServerRecord>(FIELDS, [
    { key: 'name', importance: 100 },
    { key: 'url', importance: 95 },
    { key: 'product', importance: 70 },
    { key: 'username', header: 'USER', importance: 80 },
    { key: 'groups', importance: 60 },
    { key: 'default', importance: 75 },
    { key: 'fingerprint', importance: 30 },
    { key: 'caFile', header: 'CA FILE', importance: 0 },
    { key: 'apiVersion', header: 'API', importance: 0 },
  ]),
};
