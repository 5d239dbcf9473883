/** The fields of vsi's own records. */
import type { Instant } from '../../model/instant.ts';
import { KINDS, MODES, type Kind, type Mode } from '../../model/kind.ts';
import { LOG_LEVELS, type LogLevel } from '../../model/log-record.ts';
import { PRODUCTS, type Product } from '../../model/product.ts';
import type { StageLoad } from '../../model/session.ts';
import { STATUSES, type Status } from '../../model/status.ts';
import { readFields, readList, readNumber, type Fields } from '../reading/reading.ts';
import { createInterner } from './interner.ts';
import { createIsoReader } from './iso-reader.ts';

/** Where a record stands and what it says nothing of. */
export interface OwnContext {
  /** For records without `server`. */
  readonly server: string;
  /** For records without `product`. */
  readonly product: Product;
  /** Ends the reading: a field is not what it must be. */
  readonly wrong: (field: string, should: string, value: unknown) => Error;
}

/** The words of each field that takes only some; whatever else stands there is not one of them. */
export const STATUS_WORDS = wordMap<Status>(STATUSES);
export const KIND_WORDS = wordMap<Kind>(KINDS);
export const MODE_WORDS = wordMap<Mode>(MODES);
export const LEVEL_WORDS = wordMap<LogLevel>(LOG_LEVELS);
const PRODUCT_WORDS = wordMap<Product>(PRODUCTS);

function wordMap<T extends string>(words: readonly T[]): ReadonlyMap<unknown, T> {
  return new Map(words.map((word) => [word, word]));
}

/** Reads single fields; one reader keeps one copy of the texts that repeat. */
export interface FieldReader {
  /** Text as it was written; the empty one, too. null for lists and objects. */
  readonly text: (value: unknown) => string | null;
  /** The same for a text that stands in many records. */
  readonly shared: (value: unknown) => string | null;
  readonly intern: (text: string) => string;
  /** null where it is no time. */
  readonly instant: (value: unknown) => Instant | null;
}

/** Makes a reader for one file. */
export function createFieldReader(): FieldReader {
  const intern = createInterner();
  return {
    text: textOf,
    shared: (value) => {
      const read = textOf(value);
      return read === null ? null : intern(read);
    },
    intern,
    instant: createIsoReader(),
  };
}

/** What all records begin with. @throws what `context.wrong` makes of an id or product that is none */
export function commonOf(
  { shared }: FieldReader,
  { id, server, product }: Fields,
  context: OwnContext,
): { readonly id: string; readonly server: string; readonly product: Product } {
  if (typeof id !== 'string') throw context.wrong('id', 'a text', id);
  const known = PRODUCT_WORDS.get(product);
  if (known === undefined && product !== undefined) {
    throw context.wrong('product', PRODUCTS.join(' or '), product);
  }
  return {
    id,
    server: shared(server) ?? context.server,
    product: known ?? context.product,
  };
}

/** A status, `unknown` for any other word; null where there is none. */
export function statusOrNull(value: unknown): Status | null {
  return value === undefined || value === null ? null : (STATUS_WORDS.get(value) ?? 'unknown');
}

/** The stages' loads; null where it is no list. */
export function loadsOf({ intern }: FieldReader, value: unknown): readonly StageLoad[] | null {
  if (!Array.isArray(value)) return null;
  return readList(value).flatMap((item) => {
    const { stage, percent } = readFields(item);
    const number = readNumber(percent);
    return typeof stage === 'string' && number !== null
      ? [{ stage: intern(stage), percent: number }]
      : [];
  });
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? null : other(value);
}

/** What should be text and is a number or a switch, as text; null for lists and objects. */
function other(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
