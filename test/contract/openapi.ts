// Checks exchanges over HTTP against the vendor's OpenAPI documents: what the client asks and what
// the demo server answers. The documents do not travel with the project; where they are absent the
// tests that need them are skipped, and say so.
import { describe, test } from '@jest/globals';
import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import type { Exchange } from '../../src/demo/https-server.ts';
import { converterOf, isObject, itemsOf, membersOf, type JsonObject } from './json-schema.ts';

const SPECS = new URL('../../../shared/api/specs/', import.meta.url);

/** A vendor's document, ready to check exchanges. */
export interface Spec {
  /** File name without its ending: `vb365-v8`, `vbr-1.3-rev2`. */
  readonly name: string;
  readonly document: JsonObject;
  /** All operations: `GET /v8/Jobs/{jobId}`. */
  readonly operations: readonly Operation[];
  /** Validates a value against a schema of the document. */
  readonly validate: (schema: JsonObject, value: unknown) => string[];
}

/** One method of one path. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly definition: JsonObject;
  readonly parameters: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly isRequired: boolean;
  readonly schema: JsonObject;
}

/** A way in which real servers are known to differ from the document. */
export interface Deviation {
  readonly name: string;
  /** Whether this violation of this exchange is that deviation. */
  readonly covers: (violation: string, exchange: Exchange) => boolean;
}

const opened = new Map<string, Spec | null>();

/** Opens a document; null where it is not there. */
export function openSpec(name: string): Spec | null {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const file = new URL(`${name}.json`, SPECS);
  const spec = existsSync(file) ? readSpec(name, JSON.parse(readFileSync(file, 'utf8'))) : null;
  opened.set(name, spec);
  return spec;
}

/** `describe` with an opened document; skipped, with the reason in its name, where it is absent. */
export function describeWithSpec(name: string, title: string, tests: (spec: Spec) => void): void {
  const spec = openSpec(name);
  if (spec === null) {
    describe.skip(`${title} (skipped: the vendor's document ${name}.json is not here)`, () => {
      test('needs the document', () => {
        throw new Error(`${name}.json is not here.`);
      });
    });
  } else {
    describe(title, () => {
      tests(spec);
    });
  }
}

/**
 * What is wrong with an exchange by the document: method, path, parameters, form, status, body; also
 * what neither the document nor its schemas know of. Empty where all is well.
 *
 * @param deviations differences that are meant, because real servers show them
 */
export function violations(
  spec: Spec,
  exchange: Exchange,
  deviations: readonly Deviation[] = [],
): string[] {
  const url = new URL(exchange.url, 'https://server');
  const path = decodeURIComponent(url.pathname);
  const found = findOperation(spec, exchange.method, path);
  const all =
    found === null
      ? [`${exchange.method} ${path} is not in ${spec.name}`]
      : [
          ...parameterViolations(spec, found, { url, exchange }),
          ...formViolations(spec, found.operation, exchange),
          ...responseViolations(spec, found.operation, exchange),
        ].map((text) => `${exchange.method} ${path}: ${text}`);
  return all.filter((violation) => !deviations.some(({ covers }) => covers(violation, exchange)));
}

/** The operation that an exchange used, or null. */
export function operationOf(spec: Spec, exchange: Exchange): Operation | null {
  const { pathname } = new URL(exchange.url, 'https://server');
  return findOperation(spec, exchange.method, decodeURIComponent(pathname))?.operation ?? null;
}

interface FoundOperation {
  readonly operation: Operation;
  readonly pathValues: ReadonlyMap<string, string>;
}

function findOperation(spec: Spec, method: string, path: string): FoundOperation | null {
  for (const operation of spec.operations) {
    if (operation.method !== method) continue;
    const pathValues = matchTemplate(operation.path, path);
    if (pathValues !== null) return { operation, pathValues };
  }
  return null;
}

function matchTemplate(template: string, path: string): Map<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const values = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const [, name] = /^\{(.+)\}$/.exec(part) ?? [];
    if (name !== undefined) values.set(name, value);
    else if (part.toLowerCase() !== value.toLowerCase()) return null;
  }
  return values;
}

function parameterViolations(
  spec: Spec,
  { operation, pathValues }: FoundOperation,
  { url, exchange }: { readonly url: URL; readonly exchange: Exchange },
): string[] {
  const queryNames = operation.parameters.filter((parameter) => parameter.in === 'query');
  const unknown = [...new Set(url.searchParams.keys())]
    .filter((name) => !queryNames.some((parameter) => parameter.name === name))
    .map((name) => `query parameter ${name} is not documented`);
  const wrong = operation.parameters.flatMap((parameter) => {
    const texts = valuesOf(parameter);
    const label = `${parameter.in} parameter ${parameter.name}`;
    if (texts.length === 0) return parameter.isRequired ? [`${label} is missing`] : [];
    return spec
      .validate(parameter.schema, fromTexts(spec, texts, parameter.schema))
      .map((text) => `${label}: ${text}`);
  });
  return [...unknown, ...wrong];

  function valuesOf({ name, in: place }: Parameter): string[] {
    if (place === 'query') return url.searchParams.getAll(name);
    const value =
      place === 'path' ? pathValues.get(name) : exchange.requestHeaders[name.toLowerCase()];
    return value === undefined ? [] : [value];
  }
}

function formViolations(spec: Spec, { definition }: Operation, exchange: Exchange): string[] {
  const body = definition['requestBody'];
  if (!isObject(body)) return exchange.requestBody === '' ? [] : ['a body is not documented'];
  if (exchange.requestBody === '') return body['required'] === true ? ['the body is missing'] : [];
  const type = mediaType(exchange.requestHeaders['content-type']);
  const content = isObject(body['content']) ? body['content'][type] : undefined;
  if (!isObject(content) || !isObject(content['schema']))
    return [`a body of ${type} is not documented`];
  const { schema } = content;
  const value = type.endsWith('json')
    ? parseJson(exchange.requestBody)
    : fromForm(spec, new URLSearchParams(exchange.requestBody), schema);
  return spec.validate(schema, value).map((text) => `body: ${text}`);
}

function responseViolations(spec: Spec, { definition }: Operation, exchange: Exchange): string[] {
  const responses = isObject(definition['responses']) ? definition['responses'] : {};
  const response = resolve(
    spec.document,
    responses[String(exchange.status)] ?? responses['default'],
  );
  if (!isObject(response)) return [`status ${exchange.status} is not documented`];
  const types = membersOf(response['content']);
  if (types.length === 0) {
    return exchange.responseBody === ''
      ? []
      : [`status ${exchange.status} has no body by the document`];
  }
  if (exchange.responseBody === '') return [`status ${exchange.status} has an empty body`];
  const type = mediaType(exchange.responseHeaders['content-type']);
  const content = types.find(([name]) => name === type || name === '*/*')?.[1];
  if (!isObject(content)) return [`a response of ${type} is not documented`];
  const value = parseJson(exchange.responseBody);
  if (value === undefined) return ['the response is not JSON'];
  const schema = isObject(content['schema']) ? content['schema'] : {};
  return spec.validate(schema, value).map((text) => `response: ${text}`);
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A form or query value as the schema's type would have it; what does not fit stays a text. */
function fromTexts(spec: Spec, texts: readonly string[], schema: JsonObject): unknown {
  const resolved = resolveSchema(spec.document, schema);
  if (resolved['type'] === 'array') {
    const items = isObject(resolved['items']) ? resolved['items'] : {};
    return texts.map((text) => fromTexts(spec, [text], items));
  }
  if (texts.length > 1) return texts;
  const [text = ''] = texts;
  const type = resolved['type'];
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function fromForm(spec: Spec, form: URLSearchParams, schema: JsonObject): JsonObject {
  const properties = resolveSchema(spec.document, schema)['properties'];
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const property = isObject(properties) ? properties[name] : undefined;
      return [name, fromTexts(spec, form.getAll(name), isObject(property) ? property : {})];
    }),
  );
}

function resolveSchema(document: JsonObject, schema: JsonObject): JsonObject {
  const resolved = resolve(document, schema);
  return isObject(resolved) ? resolved : {};
}

/** Follows `$ref` inside the document. */
function resolve(document: JsonObject, value: unknown): unknown {
  if (!isObject(value) || typeof value['$ref'] !== 'string') return value;
  let target: unknown = document;
  for (const key of value['$ref'].split('/').slice(1)) {
    target = isObject(target) ? target[key] : undefined;
  }
  return resolve(document, target);
}

function readSpec(name: string, document: unknown): Spec {
  if (!isObject(document)) throw new TypeError(`${name}.json holds no OpenAPI document.`);
  return {
    name,
    document,
    operations: membersOf(document['paths']).flatMap(([path, item]) =>
      membersOf(item)
        .filter(([method]) => ['get', 'post', 'put', 'delete', 'patch'].includes(method))
        .map(([method, definition]) => readOperation(document, { path, method, definition, item })),
    ),
    validate: createValidator(document),
  };
}

function readOperation(
  document: JsonObject,
  parts: {
    readonly path: string;
    readonly method: string;
    readonly definition: unknown;
    readonly item: unknown;
  },
): Operation {
  const definition = isObject(parts.definition) ? parts.definition : {};
  const shared = isObject(parts.item) ? itemsOf(parts.item['parameters']) : [];
  const parameters = [...shared, ...itemsOf(definition['parameters'])]
    .map((parameter) => resolve(document, parameter))
    .filter(isObject)
    .map((parameter) => ({
      name: String(parameter['name']),
      in: String(parameter['in']),
      isRequired: parameter['required'] === true,
      schema: isObject(parameter['schema']) ? parameter['schema'] : {},
    }));
  return { method: parts.method.toUpperCase(), path: parts.path, definition, parameters };
}

/** Compiles each schema once, when it is first needed. */
function createValidator(document: JsonObject): Spec['validate'] {
  const components = isObject(document['components']) ? document['components'] : {};
  const schemas = isObject(components['schemas']) ? components['schemas'] : {};
  const { definitions, use } = converterOf(schemas);
  const ajv = new Ajv2019({ strict: false, allErrors: true, verbose: true });
  formats.default(ajv);
  const compiled = new WeakMap<JsonObject, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...use(schema), $defs: definitions });
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return describeErrors(validate.errors ?? []);
  };
}

/** What is wrong and with which value; what only follows from another error is left out. */
function describeErrors(errors: readonly ErrorObject[]): string[] {
  const causes = errors.filter(
    ({ keyword }) => !['if', 'then', 'unevaluatedProperties'].includes(keyword),
  );
  const texts = (causes.length > 0 ? causes : errors).map((error) => {
    const undocumented: unknown = error.params['unevaluatedProperty'];
    const subject = undocumented ?? error.data;
    return `${error.instancePath} ${error.message ?? 'is not valid'}: ${JSON.stringify(subject)}`;
  });
  return [...new Set(texts)];
}
