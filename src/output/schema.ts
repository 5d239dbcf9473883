import { STATUSES } from '../model/status.ts';
import type { FieldDescription, FieldType, RecordDescription } from './records/field.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What all of the schemas are written in. */
export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** `log record` → `log-record`: what a record's files in `schema/` are called. */
export function schemaName({ noun }: RecordDescription): string {
  return noun.replaceAll(' ', '-');
}

/**
 * The JSON Schema (draft 2020-12) of one record. Every key is required: what is not known is null.
 * Further keys are allowed, since later versions append some.
 */
export function recordSchema(record: RecordDescription): Schema {
  return {
    $schema: DIALECT,
    title: record.noun,
    ...objectSchema(record.fields),
  };
}

/**
 * An object of these keys, all required.
 *
 * @param deeper keys that hold objects or lists of them
 */
export function objectSchema(
  fields: readonly FieldDescription[],
  deeper: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)])),
      ...deeper,
    },
    required: [...fields.map(({ key }) => key), ...Object.keys(deeper)],
  };
}

/** The JSON Schema of a list of these records; it refers to the record's own file beside it. */
export function listSchema(record: RecordDescription): Schema {
  return {
    $schema: DIALECT,
    title: `list of ${record.noun} records`,
    type: 'array',
    items: { $ref: `${schemaName(record)}.json` },
  };
}

function fieldSchema({ type, description, nullable, words }: FieldDescription): Schema {
  const value = valueSchema(type, words);
  return { description, ...(nullable ? orNull(value) : value) };
}

const INTEGER: Schema = {
  anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^-?[0-9]+$' }],
};

function valueSchema(type: FieldType, words: readonly string[] | null): Schema {
  switch (type) {
    case 'text':
      return { type: 'string' };
    case 'word':
      return words === null ? { type: 'string' } : { type: 'string', enum: words };
    case 'status':
      return { type: 'string', enum: STATUSES };
    case 'boolean':
      return { type: 'boolean' };
    case 'seconds':
    case 'percent':
      return { type: 'number' };
    case 'share':
      return { type: 'number', minimum: 0, maximum: 1 };
    case 'bytes':
    case 'bytesPerSecond':
    case 'itemsPerSecond':
    case 'count':
      return INTEGER;
    case 'instant':
      return {
        type: 'string',
        format: 'date-time',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
      };
    case 'stageLoads':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: { stage: { type: 'string' }, percent: { type: 'number' } },
          required: ['stage', 'percent'],
        },
      };
    case 'statuses':
      return { type: 'array', items: valueSchema('status', null) };
    case 'texts':
      return { type: 'array', items: valueSchema('text', null) };
    case 'bottleneckCounts':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: { bottleneck: { type: 'string' }, runs: { type: 'integer' } },
          required: ['bottleneck', 'runs'],
        },
      };
  }
}

function orNull(schema: Schema): Schema {
  const { type, enum: words, anyOf } = schema;
  if (isList(anyOf)) return { anyOf: [...anyOf, { type: 'null' }] };
  return {
    ...schema,
    type: [type, 'null'],
    ...(isList(words) ? { enum: [...words, null] } : {}),
  };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
