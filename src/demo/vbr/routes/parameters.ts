import { MINUTE } from '../../units.ts';
import { BadParameter } from './answers.ts';

/** Reads query parameters; their names are case-sensitive, unknown ones are ignored. */
export interface Parameters {
  readonly text: (name: string) => string | null;
  readonly integer: (name: string, bounds: { readonly least: number }) => number | null;
  readonly flag: (name: string) => boolean | null;
  /** Milliseconds since 1970; what has no offset is the server's time. */
  readonly instant: (name: string) => number | null;
  /** A word of the list. */
  readonly word: (name: string, words: ReadonlySet<string>) => string | null;
  /** All words given by repeating the parameter; null when it is not there. */
  readonly words: (name: string, words: ReadonlySet<string>) => ReadonlySet<string> | null;
  readonly id: (name: string) => string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Parameters of one request. Every reader throws BadParameter on what it cannot read; an empty value
 * counts as none.
 */
export function readParameters(query: URLSearchParams, offsetMinutes: number): Parameters {
  const text = (name: string): string | null => {
    const value = query.get(name);
    return value === null || value === '' ? null : value;
  };
  const word = (name: string, words: ReadonlySet<string>): string | null => {
    const value = text(name);
    if (value !== null && !words.has(value)) throw refusal(name, value);
    return value;
  };
  return {
    text,
    word,
    words: (name, known) => {
      const values = query.getAll(name).filter((value) => value !== '');
      const stranger = values.find((value) => !known.has(value));
      if (stranger !== undefined) throw refusal(name, stranger);
      return values.length === 0 ? null : new Set(values);
    },
    integer: (name, { least }) => {
      const value = text(name);
      if (value === null) return null;
      const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= least && number <= 0x7fffffff)) throw refusal(name, value);
      return number;
    },
    flag: (name) => {
      const value = text(name)?.toLowerCase() ?? null;
      if (value !== null && value !== 'true' && value !== 'false') throw refusal(name, value);
      return value === null ? null : value === 'true';
    },
    instant: (name) => {
      const value = text(name);
      return value === null ? null : instantOf(name, value, offsetMinutes);
    },
    id: (name) => {
      const value = text(name);
      if (value !== null && !UUID.test(value)) throw refusal(name, value);
      return value?.toLowerCase() ?? null;
    },
  };
}

function instantOf(name: string, value: string, offsetMinutes: number): number {
  // A plus sign that was not encoded arrives as a space, and is refused like on the real server.
  const match = TIME.exec(value);
  if (match === null) throw refusal(name, value);
  const naive = match[1] === undefined;
  const full = value.includes('T') ? value : `${value}T00:00`;
  const instant = Date.parse(naive ? `${full}Z` : full);
  if (Number.isNaN(instant)) throw refusal(name, value);
  return naive ? instant - offsetMinutes * MINUTE : instant;
}

function refusal(name: string, value: string): BadParameter {
  return new BadParameter(`The value '${value}' is not valid for '${name}'.`);
}
