import type { BottleneckCount } from '../../analysis/stats-group.ts';
import { VsiError } from '../../model/errors.ts';
import { formatInstant } from '../../model/instant.ts';
import { oneOf } from '../../model/near-words.ts';
import type { StageLoad } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Screen } from '../screen.ts';

/**
 * Types of numbers: how they are shown to people; in every machine format they are plain numbers.
 * `share`: from 0 to 1, shown as a percentage.
 */
export type NumberType =
  'seconds' | 'bytes' | 'bytesPerSecond' | 'itemsPerSecond' | 'count' | 'percent' | 'share';

/** `word`: of vsi's own vocabulary (a closed set); `text`: anything a server may send. */
export type TextType = 'text' | 'word' | 'status';

/** The kinds of values; they say how a value is encoded, shown and described. */
export type FieldType =
  | TextType
  | NumberType
  | 'instant'
  | 'boolean'
  | 'stageLoads'
  | 'statuses'
  | 'texts'
  | 'bottleneckCounts';

/**
 * All keys of a record; `source` (the server's own object), `utcOffsetMinutes` (where its clock stood),
 * what only `session watch` needs, and `knownAs` (the name behind a redacted one) accompany it and are
 * no part of it.
 */
export type RecordKey<R> = Exclude<
  keyof R & string,
  'source' | 'utcOffsetMinutes' | 'donePercent' | 'retryWaitSeconds' | 'knownAs'
>;

/** One key of any record; help, documents and the JSON Schema are made from it. */
export interface FieldDescription {
  readonly key: string;
  readonly type: FieldType;
  /** What it means, with its unit and when it is null. */
  readonly description: string;
  /** Whether the value may be null. */
  readonly nullable: boolean;
  /** Every word that a field of the type `word` can hold; null for the other types. */
  readonly words: readonly string[] | null;
}

/** One key of a record. */
export interface Field<R> extends FieldDescription {
  readonly key: RecordKey<R>;
}

/** One column of a record's table. */
export interface Column<R> {
  /** The field that it shows; `--columns` takes this name. */
  readonly key: RecordKey<R>;
  readonly header: string;
  /** How a value is shown; must be safe text, coloured by the screen's theme. */
  readonly cell: (record: R, screen: Screen, wide: boolean) => string;
  readonly align: 'left' | 'right';
  /** The higher, the longer it stays on a narrow terminal; 0 = in `wide` only. */
  readonly importance: number;
  /** Shown only where a row has a value and something to show for it, whatever room there is. */
  readonly onlyIfFilled?: boolean;
  /** What happens where it is too long for the terminal; only the first two for plain texts. */
  readonly overflow: 'truncate' | 'wrap' | 'never';
  /** A column that may be shortened is not made narrower than this before others are dropped. */
  readonly minWidth: number;
}

/** A kind of record as far as its documents are concerned. */
export interface RecordDescription {
  /** `session`, `job`, `task`, `log record`. */
  readonly noun: string;
  readonly fields: readonly FieldDescription[];
}

/** One kind of record: its keys in the contract's order, and the columns of its table. */
export interface RecordSpec<R> extends RecordDescription {
  readonly fields: readonly Field<R>[];
  /** In the order in which they are shown. */
  readonly columns: readonly Column<R>[];
}

/** Which field types can describe a value of the record's TypeScript type. */
type TypeFor<V> = [V] extends [boolean]
  ? 'boolean'
  : [V] extends [Status]
    ? 'status'
    : [V] extends [string]
      ? 'text' | 'word'
      : [V] extends [readonly StageLoad[]]
        ? 'stageLoads'
        : [V] extends [readonly Status[]]
          ? 'statuses'
          : [V] extends [readonly string[]]
            ? 'texts'
            : [V] extends [readonly BottleneckCount[]]
              ? 'bottleneckCounts'
              : NumberType | 'instant';

type NullMark<V> = null extends V ? readonly [nullable: 'nullable'] : readonly [];

/**
 * Exactly the record's keys, each with a type that fits its value, a description, and `nullable`
 * where the model allows null: a key that is missing, unknown or of another type is a compile error.
 */
export type FieldMap<R> = {
  readonly [K in RecordKey<R>]: readonly [
    type: TypeFor<NonNullable<R[K]>>,
    description: string,
    ...NullMark<R[K]>,
  ];
};

/** The vocabularies of a record's fields of the type `word`. */
export type WordLists<R> = {
  readonly [
    K in RecordKey<R> as NonNullable<R[K]> extends string
      ? string extends NonNullable<R[K]>
        ? never
        : K
      : never
  ]?: readonly NonNullable<R[K]>[];
};

/**
 * The field list of a record, in the order in which the map is written.
 *
 * @param words what its fields of the type `word` can hold
 */
export function fieldsOf<R>(map: FieldMap<R>, words: WordLists<R> = {}): readonly Field<R>[] {
  const lists = new Map<string, unknown>(Object.entries(words));
  return keysOf(map).map((key) => {
    const [type, description, nullable] = map[key];
    const list = lists.get(key);
    return {
      key,
      type,
      description,
      nullable: nullable === 'nullable',
      words: Array.isArray(list) ? list.map(String) : null,
    };
  });
}

function keysOf<R>(map: FieldMap<R>): readonly RecordKey<R>[] {
  return Object.keys(map).filter((key): key is RecordKey<R> => Object.hasOwn(map, key));
}

/** @throws VsiError USAGE naming the first unknown key and listing the valid ones */
export function checkFields<R>(spec: RecordSpec<R>, names: readonly string[]): void {
  selectFields(spec, names);
}

/**
 * The fields of these names, in their order; all where no names are given.
 *
 * @throws VsiError USAGE naming the first unknown key and listing the valid ones
 */
export function selectFields<R>(
  spec: RecordSpec<R>,
  names: readonly string[] | null,
): readonly Field<R>[] {
  if (names === null) return spec.fields;
  return [...new Set(names)].map((name) => {
    const field = spec.fields.find(({ key }) => key === name);
    if (field !== undefined) return field;
    throw new VsiError('USAGE', `a ${spec.noun} has no key “${name}”`, {
      hint: oneOf(
        name,
        spec.fields.map(({ key }) => key),
      ),
    });
  });
}

/** The record as JSON.stringify takes it: ISO times, integers beyond 2^53 as text, every key present. */
export function toJsonRecord<R extends object>(
  spec: RecordSpec<R>,
  record: R,
  fields: readonly Field<R>[] = spec.fields,
): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ key, type }) => [key, jsonValue(type, record[key])]));
}

function jsonValue(type: FieldType, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') {
    return type === 'instant' && Number.isFinite(value) ? formatInstant(value) : jsonNumber(value);
  }
  return typeof value === 'bigint' ? jsonInteger(value) : value;
}

function jsonNumber(value: number): number | string | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? jsonInteger(value) : value;
}

/** A number where a reader's double holds it exactly, else its digits as text. */
function jsonInteger(value: number | bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value).toString();
}

/** `source:99;proxy:35`, `success;failed`: lists as csv and tsv write them. */
export function listText(value: readonly unknown[]): string {
  return value.map(listItemText).join(';');
}

function listItemText(item: unknown): string {
  return typeof item === 'object' && item !== null
    ? Object.values(item).map(String).join(':')
    : String(item);
}
