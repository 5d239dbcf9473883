import { VsiError } from '../model/errors.ts';
import type { RecordWriter, WriterOptions } from './formats/writer.ts';
import { selectFields, type RecordSpec } from './records/field.ts';

export { FORMATS, isFormat, type Format } from './format-names.ts';
export type { FormatInput, RecordWriter, WriterOptions } from './formats/writer.ts';

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
