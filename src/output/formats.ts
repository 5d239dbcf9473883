import { VsiError } from '../model/errors.ts';
import type { Format } from './format-names.ts';
import { selectFields, type Field, type RecordSpec } from './records/field.ts';
import type { Screen } from './screen.ts';
import type { TextSink } from './sink.ts';

export { FORMATS, isFormat, type Format } from './format-names.ts';

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
}

/** Writes records as their pages arrive. */
export interface RecordWriter<R> {
  /** Prints what it is given before it resolves; quietly does nothing once nobody reads. */
  readonly write: (page: readonly R[]) => Promise<void>;
  /**
   * Must be called, also without any record: it closes the JSON array. After a failure it must not
   * be called, so that what was printed cannot be taken for complete.
   */
  readonly end: () => Promise<void>;
}

/** What a format's file gets: the options with the fields looked up. */
export interface FormatInput<R> {
  readonly spec: RecordSpec<R>;
  /** The fields to print, in order. */
  readonly fields: readonly Field<R>[];
  readonly options: WriterOptions;
}

/**
 * Opens a writer. Each format is one file that is loaded when it is asked for, so that a pipe does
 * not pay for tables; a new format is one more file and one more line here.
 *
 * @throws VsiError USAGE for a field that the record does not have, listing those it has, for raw
 *   objects in a format that has none, and for a query that cannot be read
 */
export async function openWriter<R extends object>(
  spec: RecordSpec<R>,
  options: WriterOptions,
): Promise<RecordWriter<R>> {
  const input = { spec, options, fields: selectFields(spec, options.fields) };
  if (options.raw) checkRaw(options);
  const { query = null } = options;
  if (query !== null) return (await import('./formats/query.ts')).queryWriter(input, query);
  switch (options.format) {
    case 'table':
    case 'wide':
      return (await import('./formats/table.ts')).tableWriter(input);
    case 'json':
    case 'ndjson':
      return (await import('./formats/json.ts')).jsonWriter(input);
    case 'csv':
    case 'tsv':
      return (await import('./formats/delimited.ts')).delimitedWriter(input);
    case 'yaml':
      return (await import('./formats/yaml.ts')).yamlWriter(input);
    case 'markdown':
      return (await import('./formats/markdown.ts')).markdownWriter(input);
  }
}

function checkRaw({ format, fields }: WriterOptions): void {
  if (format !== 'json' && format !== 'ndjson') {
    throw new VsiError('USAGE', `--raw has no ${format} form`, {
      hint: 'use --raw with -o json or -o ndjson',
    });
  }
  if (fields !== null) {
    throw new VsiError('USAGE', '--raw prints whole objects, fields cannot be chosen', {
      hint: 'leave one of the two out',
    });
  }
}
