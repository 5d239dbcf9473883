import type { Field, RecordSpec } from '../records/field.ts';
import type { Screen } from '../screen.ts';
import type { TextSink } from '../sink.ts';
import type { Format } from '../format-names.ts';

/** How records are to be written. */
export interface WriterOptions {
  readonly format: Format;
  /** Just these keys, in this order (`--json a,b`, `--columns`); null = all that the format shows. */
  readonly fields: readonly string[] | null;
  readonly sink: TextSink;
  readonly screen: Screen;
  /** Whether table, csv, tsv and markdown begin with a line of names. */
  readonly header: boolean;
  /** json and ndjson print each record's `source` instead (`--raw`). */
  readonly raw: boolean;
  /** JMESPath to apply to the whole list, json and yaml only; null or left out = none. */
  readonly query?: string | null;
  /** json and yaml print one record instead of a list (the `show` commands); default false. */
  readonly single?: boolean;
  /**
   * table and markdown: whether the server column is shown; default only when the rows' servers
   * differ.
   */
  readonly showServer?: boolean;
  /**
   * markdown: whether rows may wait for later ones, which have a say in the columns; default false: each
   * page is printed at once.
   */
  readonly mayWait?: boolean;
  /** Called with a sentence where table or markdown could not show what they were given. */
  readonly notice?: ((line: string) => void) | undefined;
}

/** Writes records as their pages arrive. */
export interface RecordWriter<R> {
  /**
   * Prints what it is given before it resolves, but for what `mayWait` and --query need the whole list;
   * quietly does nothing once nobody reads.
   */
  readonly write: (page: readonly R[]) => Promise<void>;
  /**
   * Must be called, also without any record: it closes the JSON array. After a failure it must not
   * be called, so that what was printed cannot be taken for complete.
   */
  readonly end: () => Promise<void>;
  /** Called instead of `end` after a failure: prints rows that wait, and leaves the end open. */
  readonly abandon?: () => Promise<void>;
}

/** What a format's file gets: the options with the fields looked up. */
export interface FormatInput<R> {
  readonly spec: RecordSpec<R>;
  /** The fields to print, in order. */
  readonly fields: readonly Field<R>[];
  readonly options: WriterOptions;
}
