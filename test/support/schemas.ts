import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Says what is wrong with a value, one line a fault; empty where it satisfies the schema. */
export type SchemaCheck = (value: unknown) => readonly string[];

/** The committed schemas of one kind of record. */
export interface RecordChecks {
  readonly record: SchemaCheck;
  readonly list: SchemaCheck;
}

/** The committed schema of `report --format json`, which here allows no key that it does not name. */
export async function reportValidator(): Promise<SchemaCheck> {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  for (const file of ['report-run.json', 'report.json']) {
    const schema: unknown = JSON.parse(await readFile(FOLDER + file, 'utf8'));
    const closed = closedSchema(schema);
    if (typeof closed !== 'object' || closed === null) throw new TypeError(`${file} is no schema`);
    ajv.addSchema(closed, file);
  }
  const validate = ajv.getSchema('report.json');
  if (validate === undefined) throw new Error('there is no schema/report.json');
  return checkBy(validate);
}

/** The schema with every object closed to further keys. */
function closedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closedSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, value]) => [key, closedSchema(value)] as const);
  const isObject = 'type' in schema && 'properties' in schema;
  return { ...Object.fromEntries(parts), ...(isObject ? { additionalProperties: false } : {}) };
}

const FOLDER = fileURLToPath(new URL('../../schema/', import.meta.url));

/** Loads the schemas in schema/; then `validators('session')` checks sessions and lists of them. */
export async function schemaValidators(): Promise<(name: string) => RecordChecks> {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  for (const file of await readdir(FOLDER)) {
    if (!file.endsWith('.json')) continue;
    const schema: unknown = JSON.parse(await readFile(FOLDER + file, 'utf8'));
    if (typeof schema !== 'object' || schema === null) throw new TypeError(`${file} is no schema`);
    ajv.addSchema(schema, file);
  }
  return (name) => ({
    record: checkBy(compiled(`${name}.json`)),
    list: checkBy(compiled(`${name}-list.json`)),
  });

  function compiled(file: string): ValidateFunction {
    const validate = ajv.getSchema(file);
    if (validate === undefined) throw new Error(`there is no schema/${file}`);
    return validate;
  }
}

function checkBy(validate: ValidateFunction): SchemaCheck {
  return (value) => {
    void validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || 'the whole'} ${message ?? 'is wrong'}`,
    );
  };
}
