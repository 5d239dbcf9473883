/** What other tools call a flag, without its dashes, and what it is here. */
export interface Elsewhere {
  readonly words: readonly string[];
  /** Flags of which a command must have one for this to be said. */
  readonly here: readonly string[];
  readonly hint: string;
}

/**
 * Flags of `gh`, `kubectl`, `curl`, `psql` and of the vendor's cmdlets, which fingers know: to be told the one
 * here is worth more than one that is spelled alike.
 */
export const ELSEWHERE: readonly Elsewhere[] = [
  {
    words: ['p', 'password', 'pass', 'passwd', 'secret'],
    here: ['password-stdin'],
    hint: 'whoever is on this machine can read a command line: --password-stdin, VSI_PASSWORD, or vsi server add',
  },
  { words: ['format', 'f', 'out'], here: ['output'], hint: 'as in --output json' },
  { words: ['o', 'output'], here: ['format'], hint: 'it is --format' },
  { words: ['jq', 'template', 'jsonpath'], here: ['query'], hint: 'as in --query "[].name"' },
  { words: ['host', 'hostname', 'address', 'url'], here: ['server'], hint: 'it is --server' },
  { words: ['user', 'u', 'login'], here: ['username'], hint: 'it is --username' },
  {
    words: ['k', 'skip-certificate-check', 'no-check-certificate', 'no-verify-ssl', 'no-verify'],
    here: ['insecure'],
    hint: 'safer: --fingerprint or --ca-file; not at all: --insecure',
  },
  { words: ['cacert', 'ca', 'ca-cert'], here: ['ca-file'], hint: 'it is --ca-file' },
  {
    words: ['days', 'hours', 'start', 'after', 'start-time', 'from-date', 'period', 'window'],
    here: ['since'],
    hint: 'as in --since 7d',
  },
  {
    words: ['end', 'before', 'to', 'end-time', 'to-date'],
    here: ['until'],
    hint: 'as in --until 1d',
  },
  {
    words: ['n', 'tail', 'head', 'top', 'max', 'first', 'count', 'all'],
    here: ['limit'],
    hint: 'as in --limit 20; --limit 0 shows all',
  },
  { words: ['no-color', 'no-colour', 'colour'], here: ['color'], hint: 'as in --color never' },
  {
    words: ['no-headers', 'noheader', 'noheaders'],
    here: ['no-header'],
    hint: 'it is --no-header',
  },
  { words: ['tz', 'timezone', 'utc'], here: ['time-zone'], hint: 'as in --time-zone utc' },
  { words: ['fields', 'select'], here: ['columns', 'json'], hint: 'it is --columns, or --json' },
  { words: ['order', 'sort-by', 'order-by'], here: ['sort'], hint: 'as in --sort name:desc' },
  { words: ['type', 'job-type'], here: ['kind'], hint: 'it is --kind' },
  { words: ['state', 'result'], here: ['status'], hint: 'it is --status' },
  { words: ['name', 'job-name'], here: ['job'], hint: 'it is --job' },
  { words: ['v', 'trace'], here: ['verbose'], hint: 'it is --verbose, or --debug' },
];

/**
 * What to say of a flag that other tools have.
 *
 * @param typed with its dashes
 * @param flags names of the command's flags, without dashes
 */
export function hintOfOtherTools(typed: string, flags: readonly string[]): string | null {
  const word = typed.replace(/^--?/, '');
  const known = ELSEWHERE.find(
    ({ words, here }) => words.includes(word) && here.some((name) => flags.includes(name)),
  );
  return known?.hint ?? null;
}
