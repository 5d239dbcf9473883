// Turns the schemas of an OpenAPI 3.0 document into JSON Schema 2019-09 that a validator understands.

/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none where it is no object. */
export function membersOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of an array; none where it is no array. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const REFERENCE = '#/components/schemas/';
/** Keywords that are carried over as they are. */
const PLAIN_KEYWORDS = [
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'required',
];

/** The schemas of one document, made readable for a validator. */
export interface Converter {
  /** Each schema by its name, to stand under `$defs`. */
  readonly definitions: JsonObject;
  /** Any schema of the document, in a place where it lets no undocumented property pass. */
  readonly use: (schema: JsonObject) => JsonObject;
}

/** Makes the schemas of a document readable; references become `#/$defs/NAME`. */
export function converterOf(schemas: JsonObject): Converter {
  const definitions: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (!isObject(schema)) continue;
    if (isObject(schema['discriminator'])) {
      definitions[`${name}:base`] = convert({
        ...schema,
        oneOf: undefined,
        discriminator: undefined,
      });
      definitions[name] = dispatch(name, schema['discriminator']);
    } else {
      definitions[name] = convert(schema);
    }
  }
  return { definitions, use: useOf };

  /**
   * A schema as it stands in the document. OpenAPI's subtypes refer to their base by `allOf`, and the
   * base to its subtypes: inside `allOf` the base alone is meant, or it would never end.
   */
  function convert(schema: JsonObject): JsonObject {
    const result: Record<string, unknown> = {};
    const reference = referenceName(schema);
    if (reference !== null) return { $ref: `#/$defs/${reference}` };
    for (const keyword of PLAIN_KEYWORDS) {
      if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
    }
    const isNullable = schema['nullable'] === true;
    if (typeof schema['type'] === 'string') {
      result['type'] = isNullable ? [schema['type'], 'null'] : schema['type'];
    }
    if (Array.isArray(schema['enum'])) {
      result['enum'] = isNullable ? [...itemsOf(schema['enum']), null] : schema['enum'];
    }
    if (isObject(schema['properties'])) {
      result['properties'] = Object.fromEntries(
        membersOf(schema['properties']).map(([name, value]) => [name, useOf(value)]),
      );
    }
    if (schema['items'] !== undefined) result['items'] = useOf(schema['items']);
    if (isObject(schema['additionalProperties'])) {
      result['additionalProperties'] = useOf(schema['additionalProperties']);
    }
    if (Array.isArray(schema['allOf'])) {
      result['allOf'] = itemsOf(schema['allOf']).filter(isObject).map(partOf);
    }
    for (const keyword of ['oneOf', 'anyOf']) {
      const choices = schema[keyword];
      if (Array.isArray(choices)) result[keyword] = choices.filter(isObject).map(convert);
    }
    return result;
  }

  function partOf(schema: JsonObject): JsonObject {
    const name = referenceName(schema);
    const target = name === null ? null : schemas[name];
    return name !== null && isObject(target) && isObject(target['discriminator'])
      ? { $ref: `#/$defs/${name}:base` }
      : convert(schema);
  }

  /** Where a value of the schema stands: here a property that the schema does not know is a mistake. */
  function useOf(schema: unknown): JsonObject {
    return isObject(schema) ? closed(convert(schema), isOpen(schema, schemas)) : {};
  }
}

/** The name that a `$ref` to the document's schemas carries, or null. */
function referenceName(schema: JsonObject): string | null {
  const reference = schema['$ref'];
  return typeof reference === 'string' && reference.startsWith(REFERENCE)
    ? reference.slice(REFERENCE.length)
    : null;
}

function closed(schema: JsonObject, isOpenSchema: boolean): JsonObject {
  return isOpenSchema ? schema : { ...schema, unevaluatedProperties: false };
}

/** Whether the schema says nothing of its properties at all. */
function isOpen(schema: JsonObject, schemas: JsonObject): boolean {
  const name = referenceName(schema);
  if (name !== null) {
    const target = schemas[name];
    return !isObject(target) || isOpen(target, schemas);
  }
  return ['properties', 'allOf', 'oneOf', 'anyOf', 'additionalProperties'].every(
    (keyword) => schema[keyword] === undefined,
  );
}

/** The base, and the subtype that the discriminating property names. */
function dispatch(name: string, discriminator: JsonObject): JsonObject {
  const property = String(discriminator['propertyName']);
  const subtypes = membersOf(discriminator['mapping']).flatMap(([value, reference]) => {
    const subtype = referenceName({ $ref: reference });
    if (subtype === null) return [];
    return [
      {
        if: { properties: { [property]: { const: value } }, required: [property] },
        then: { $ref: `#/$defs/${subtype}` },
      },
    ];
  });
  return { allOf: [{ $ref: `#/$defs/${name}:base` }, ...subtypes] };
}
