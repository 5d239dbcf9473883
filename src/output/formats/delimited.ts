import { isoFormatter } from '../iso-time.ts';
import { listText, type FieldType } from '../records/field.ts';
import { csvText, tsvText } from '../safe-text.ts';
import { writeChunked } from '../sink.ts';
import type { FormatInput, RecordWriter } from './writer.ts';

/**
 * csv and tsv: all keys of the record (or those asked for) in the record's order, whatever the
 * width; raw numbers, ISO times, null = empty, lists as `source:99;proxy:35`.
 *
 * Rows end with LF, in csv too: RFC 4180 names CRLF, but every reader takes LF, and to cut, sort
 * and `while read` a CR would be a part of the last cell.
 */
export function delimitedWriter<R extends object>({
  fields,
  options,
}: FormatInput<R>): RecordWriter<R> {
  const isCsv = options.format === 'csv';
  const separator = isCsv ? ',' : '\t';
  const cellOf = cellEncoder(isCsv ? csvText : tsvText);
  let headerDue = options.header;

  async function write(page: readonly R[]): Promise<void> {
    await writeChunked(options.sink, lines(page));
  }

  function* lines(page: readonly R[]): Iterable<string> {
    if (headerDue) yield `${fields.map(({ key }) => key).join(separator)}\n`;
    headerDue = false;
    for (const record of page) yield rowOf(record);
  }

  function rowOf(record: R): string {
    let row = '';
    for (const { key, type } of fields) row += cellOf(record[key], type) + separator;
    return `${row.slice(0, -1)}\n`;
  }

  // The header of an empty list is still due at its end: a reader learns the columns.
  return { write, end: () => write([]) };
}

function cellEncoder(
  asText: (text: string) => string,
): (value: unknown, type: FieldType) => string {
  const isoTime = isoFormatter();
  return (value, type) => {
    if (value === null || value === undefined) return '';
    // Only texts are looked at for formulas: a number stays a number, also a negative one.
    if (typeof value === 'string') return asText(value);
    if (Array.isArray(value)) return asText(listText(value));
    if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'number') return '';
    if (!Number.isFinite(value)) return '';
    return type === 'instant' ? isoTime(value) : plainNumber(value);
  };
}

/** All digits, never an exponent. */
function plainNumber(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? BigInt(value).toString()
    : String(value);
}
