import { applyQuery, checkQuery } from '../query.ts';
import { toJsonRecord } from '../records/field.ts';
import { jsonForTerminal } from '../safe-text.ts';
import type { FormatInput, RecordWriter } from './writer.ts';
import { yamlText } from './yaml.ts';

/**
 * `--query`: collects the whole list as JSON values, applies the expression to it (to the record
 * itself where a single one is printed), and prints what comes of it as indented JSON or as yaml.
 * Nothing is printed where the list could not be read to its end: a sum over a part would pass for
 * the whole.
 *
 * @throws VsiError USAGE for an expression that cannot be read
 */
export function queryWriter<R extends object>(
  { spec, fields, options }: FormatInput<R>,
  expression: string,
): RecordWriter<R> {
  checkQuery(expression);
  const { sink, screen, format, single = false } = options;
  const records: unknown[] = [];

  function encode(result: unknown): string {
    if (format === 'yaml') return yamlText(result);
    const json = `${JSON.stringify(result, null, 2)}\n`;
    return screen.terminal ? jsonForTerminal(json) : json;
  }

  return {
    write: async (page) => {
      for (const record of page) records.push(toJsonRecord(spec, record, fields));
    },
    end: async () => {
      await sink.write(encode(applyQuery(expression, single ? (records[0] ?? null) : records)));
    },
  };
}
