import { toJsonRecord } from '../records/field.ts';
import { quotedForYaml } from '../safe-text.ts';
import { writeChunked } from '../sink.ts';
import type { FormatInput, RecordWriter } from './writer.ts';

/**
 * yaml: a sequence, one record after the other, so that it streams as pages arrive; a single record
 * is a mapping. The values are those of JSON: times, and integers beyond 2^53, are strings.
 */
export function yamlWriter<R extends object>({
  spec,
  fields,
  options: { sink, single = false },
}: FormatInput<R>): RecordWriter<R> {
  let count = 0;

  function* items(page: readonly R[]): Iterable<string> {
    for (const record of page) {
      count += 1;
      const values = toJsonRecord(spec, record, fields);
      yield yamlText(single ? values : [values]);
    }
  }

  return {
    write: (page) => writeChunked(sink, items(page)),
    end: async () => {
      if (count === 0 && !single) await sink.write('[]\n');
    },
  };
}

/**
 * JSON values as YAML in block style. Written by hand: of what YAML can do this needs next to
 * nothing, and the library takes 20 seconds for 100,000 sessions, this one of them (measured). A text
 * is plain only where no version of YAML could take it for anything else; all others are quoted and
 * escaped as in JSON. The library's parser judges it in the tests.
 */
export function yamlText(value: unknown): string {
  return blockLines(value)
    .map((line) => `${line}\n`)
    .join('');
}

function blockLines(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => indented(blockLines(item), '- '));
  }
  const entries = isMapping(value) ? Object.entries(value) : [];
  if (entries.length === 0) return [scalar(value)];
  return entries.flatMap(([key, part]) =>
    isNested(part)
      ? [`${textScalar(key)}:`, ...indented(blockLines(part), '  ')]
      : [`${textScalar(key)}: ${scalar(part)}`],
  );
}

function indented(lines: readonly string[], first: string): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? first : '  '}${line}`);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value takes lines of its own. */
function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return textScalar(value);
  if (Array.isArray(value)) return '[]';
  return typeof value === 'object' && value !== null ? '{}' : String(value);
}

/** Words that no version of YAML takes for anything but text. */
const PLAIN = /^[A-Za-z](?:[A-Za-z0-9 _./()-]*[A-Za-z0-9_./()-])?$/;

/**
 * What YAML 1.1, which most readers still speak, takes for a boolean or nothing; and `e1`, which some of
 * them take for a number that has only its exponent.
 */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e-?[\d_]+)$/i;

function textScalar(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : quotedForYaml(text);
}
