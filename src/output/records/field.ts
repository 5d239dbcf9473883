/** The kinds of values; they say how a value is encoded, shown and described. */
export type FieldType = 'text';

/** All keys of a record; `source` is the server's own object and no part of it. */
export type RecordKey<R> = Exclude<keyof R & string, 'source'>;

export interface Field<R> {
  readonly key: RecordKey<R>;
  readonly type: FieldType;
  /** What it means, with its unit and when it is null. */
  readonly description: string;
}

/** One kind of record: its keys in the contract's order, and the columns of its table. */
export interface RecordSpec<R> {
  /** `session`, `job`, `task`, `log record`. */
  readonly noun: string;
  readonly fields: readonly Field<R>[];
}

/** @throws VsiError USAGE naming the first unknown key and listing the valid ones */
export function checkFields<R>(spec: RecordSpec<R>, names: readonly string[]): void {
  throw new Error(`being written ${spec.noun} ${String(names.length)}`);
}

/** The record as JSON.stringify takes it: ISO times, integers beyond 2^53 as text, every key present. */
export function toJsonRecord<R extends object>(
  spec: RecordSpec<R>,
  record: R,
): Record<string, unknown> {
  throw new Error(`being written ${spec.noun} ${typeof record}`);
}
