import { LosslessNumber, isLosslessNumber, parse, stringify } from 'lossless-json';
import { VsiError } from '../../model/errors.ts';
import { fromBigInt, type Int64 } from '../../model/int64.ts';
import { ValueEnd } from './value-end.ts';

/** A parsed answer that still knows how the server wrote its parts. */
export interface JsonAnswer {
  readonly value: unknown;
  /**
   * The server's own text of an object or array of `value`, its number literals unchanged, on one
   * line; null for anything else, and for everything when the sources were not kept.
   */
  readonly sourceOf: (part: unknown) => string | null;
}

/**
 * Sixteen digits in a row where a JSON value may begin: the only numbers that JSON.parse could round
 * (2^53 has sixteen digits). A string that looks like it merely costs the slower parser.
 */
const LONG_NUMBER = /[\s:,[]-?\d{16}/;
const WHOLE_NUMBER = /^-?\d+$/;
const HTML = /^<(?:!doctype\s+html|html|head|body)\b/i;
/** Enough of a strange answer to recognise it, not enough to flood a line. */
const EXCERPT_LENGTH = 60;

/**
 * Parses a server's answer. A byte order mark is ignored; whole numbers beyond 2^53 become bigint,
 * all other numbers are numbers; of a key given twice the last one holds.
 *
 * @param where the endpoint, for the error
 * @throws VsiError ANSWER_UNREADABLE for an empty body, an HTML page, or JSON that breaks off
 */
export function parseJson(text: string, where: string): unknown {
  const json = withoutByteOrderMark(text);
  try {
    return LONG_NUMBER.test(json) ? parseLong(json, exactNumber) : JSON.parse(json);
  } catch {
    throw unreadable(json, where);
  }
}

/**
 * `parseJson`, keeping the source of every object and array (some ten times slower; for `--raw`).
 *
 * @throws VsiError ANSWER_UNREADABLE as `parseJson`
 */
export function parseWithSources(text: string, where: string): JsonAnswer {
  const json = withoutByteOrderMark(text);
  const sources = new WeakMap<object, unknown>();
  let tree: unknown;
  try {
    tree = parseLong(json, (literal) => new LosslessNumber(literal));
  } catch {
    throw unreadable(json, where);
  }
  return {
    value: toPlain(tree, sources),
    sourceOf: (part) => {
      const source = typeof part === 'object' && part !== null ? sources.get(part) : undefined;
      return source === undefined ? null : (stringify(source) ?? null);
    },
  };
}

/** `parseWithSources` or `parseJson`, as `ConnectionSettings.keepSource` asks. */
export function readJson(text: string, where: string, keepSource: boolean): JsonAnswer {
  if (keepSource) return parseWithSources(text, where);
  return { value: parseJson(text, where), sourceOf: () => null };
}

/** The text without the byte order mark that some servers put in front. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * Whether the object or list that a JSON text begins with has no end: it was cut on its way. Text that is
 * wrong in another way is not called cut.
 */
export function breaksOff(json: string): boolean {
  return new ValueEnd().find(json, 0) === -1;
}

function parseLong(json: string, parseNumber: (literal: string) => unknown): unknown {
  return parse(json, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue });
}

function exactNumber(literal: string): Int64 {
  return WHOLE_NUMBER.test(literal) && literal !== '-0'
    ? fromBigInt(BigInt(literal))
    : Number(literal);
}

function toPlain(node: unknown, sources: WeakMap<object, unknown>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (isLosslessNumber(node)) return exactNumber(node.value);
  const plain = Array.isArray(node)
    ? node.map((item) => toPlain(item, sources))
    : Object.fromEntries(
        Object.entries(node).map(([key, value]) => [key, toPlain(value, sources)]),
      );
  sources.set(plain, node);
  return plain;
}

function unreadable(json: string, where: string): VsiError {
  const text = json.trim();
  if (text === '') return failure('the answer is empty', where);
  if (HTML.test(text)) {
    return failure(
      'an HTML page instead of JSON',
      where,
      'check host and port: a web server or a proxy answers there, not the REST API',
    );
  }
  if (/^[{[]/.test(text) && breaksOff(text)) {
    return failure(
      `the answer breaks off after ${Buffer.byteLength(json)} bytes`,
      where,
      'try again; if it stays so, a proxy in between or the server itself cuts long answers',
    );
  }
  return failure(`the answer is not JSON: “${excerpt(text)}”`, where);
}

function failure(message: string, where: string, hint?: string): VsiError {
  return new VsiError('ANSWER_UNREADABLE', message, {
    where,
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * The beginning of a server's text, fit to stand inside a message: on one line, without control,
 * format and unpaired surrogate characters.
 *
 * @param length at most so many UTF-16 units
 */
export function excerpt(text: string, length = EXCERPT_LENGTH): string {
  const line = text
    .slice(0, 4 * length)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  if (line.length <= length) return line;
  return `${line.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
