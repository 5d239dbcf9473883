import { PRODUCTS } from '../../model/product.ts';
import type { Flag } from './flag.ts';

const connection = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Connection' });

/** Who is asked, and how. */
export const CONNECTION = {
  server: connection({
    name: 'server',
    value: '<server>',
    variable: 'VSI_SERVER',
    repeatable: true,
    description: 'a saved name, https://host:port or @group; may be repeated',
  }),
  allServers: connection({ name: 'all-servers', description: 'ask every saved server' }),
  url: connection({
    name: 'url',
    value: '<url>',
    description: 'where the server is: https://host:port, host:port or host',
  }),
  group: connection({
    name: 'group',
    value: '<list>',
    repeatable: true,
    mayBeEmpty: true,
    description: 'put it into these groups, separated by commas; may be repeated',
  }),
  makeDefault: connection({
    name: 'default',
    description: 'ask this server where no other is named',
  }),
  noTest: connection({ name: 'no-test', description: 'save it without trying to connect' }),
  passwordFile: connection({
    name: 'password-file',
    value: '<file>',
    description: 'a file that holds the password of this server',
  }),
  passwordCommand: connection({
    name: 'password-command',
    value: '<command>',
    description: 'what prints the password of this server',
  }),
  force: connection({
    name: 'force',
    description: 'try the password even if the server refused it a moment ago',
  }),
  product: connection({
    name: 'product',
    value: '<name>',
    choices: PRODUCTS,
    variable: 'VSI_PRODUCT',
    description: 'which product answers there, where the port does not say it',
  }),
  username: connection({
    name: 'username',
    value: '<name>',
    variable: 'VSI_USERNAME',
    description: 'who logs in',
  }),
  passwordStdin: connection({
    name: 'password-stdin',
    description: 'read the password from standard input',
  }),
  apiVersion: connection({
    name: 'api-version',
    value: '<version>',
    variable: 'VSI_API_VERSION',
    description: 'speak this API version instead of the newest common one',
  }),
  caFile: connection({
    name: 'ca-file',
    value: '<file>',
    variable: 'VSI_CA_FILE',
    description: 'trust the certificates in this PEM file',
  }),
  fingerprint: connection({
    name: 'fingerprint',
    value: '<sha256>',
    variable: 'VSI_FINGERPRINT',
    description: 'accept just the certificate with this SHA-256 fingerprint',
  }),
  insecure: connection({
    name: 'insecure',
    variable: 'VSI_INSECURE',
    description: 'do not verify the certificate at all (warns every time)',
  }),
  timeout: connection({
    name: 'timeout',
    value: '<time>',
    variable: 'VSI_TIMEOUT',
    description: 'how long one exchange may take (default 60s)',
  }),
  retries: connection({
    name: 'retries',
    value: '<n>',
    description: 'how often to repeat what failed in passing (default 2)',
  }),
  deadline: connection({
    name: 'deadline',
    value: '<time>',
    description: 'how long the whole command may take; prints what there is',
  }),
  concurrency: connection({
    name: 'concurrency',
    value: '<n>',
    description: 'requests under way at once (default 4)',
  }),
  demo: connection({
    name: 'demo',
    description: 'ask a simulated server, started for this command alone',
  }),
} as const satisfies Record<string, Flag>;
