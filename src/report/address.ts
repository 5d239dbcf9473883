import { VsiError } from '../model/errors.ts';

/** A mail address with the name that stands before it. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** No line ends, blanks, commas or brackets: nothing that a header or a command could end at. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Control}]+@[^\s@<>(),;:"\\\p{Control}]+$/u;

/**
 * Reads `ops@example.com` or `Backup <ops@example.com>`.
 *
 * @throws USAGE naming the flag
 */
export function parseAddress(text: string, flag: string): MailAddress {
  const [, name = '', inside] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = (inside ?? text).trim();
  if (ADDRESS.test(address) && !/\p{Control}/u.test(text)) {
    return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
  }
  throw new VsiError('USAGE', `--${flag} “${text}” is no mail address`, {
    hint: 'write ops@example.com or "Backup <ops@example.com>"; repeat the flag for several',
  });
}
