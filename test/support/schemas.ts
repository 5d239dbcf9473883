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
