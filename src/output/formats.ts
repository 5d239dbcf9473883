import type { RecordSpec } from './records/field.ts';
import type { Screen } from './screen.ts';
import type { TextSink } from './sink.ts';

export const FORMATS = ['table', 'wide', 'json', 'ndjson', 'csv', 'tsv'] as const;

export type Format = (typeof FORMATS)[number];

export interface WriterOptions {
  readonly format: Format;
  /** Just these keys, in this order (`--json a,b`); null = all. */
  readonly fields: readonly string[] | null;
  readonly sink: TextSink;
  readonly screen: Screen;
  /** Whether table, csv and tsv begin with a line of names. */
  readonly header: boolean;
  /** json and ndjson print each record's `source` instead. */
  readonly raw: boolean;
  /** json prints one record instead of an array (the `show` commands); default false. */
  readonly single?: boolean;
  /** table: whether the server column is shown; default only when the rows' servers differ. */
  readonly showServer?: boolean;
}

/** Writes records as their pages arrive. */
export interface RecordWriter<R> {
  readonly write: (page: readonly R[]) => Promise<void>;
  /** Must be called, also without any record: it closes the JSON array. */
  readonly end: () => Promise<void>;
}

/** @throws VsiError USAGE for a field that the record does not have, listing those it has */
export async function openWriter<R extends object>(
  spec: RecordSpec<R>,
  options: WriterOptions,
): Promise<RecordWriter<R>> {
  throw new Error(`being written ${spec.noun} ${options.format}`);
}
