/**
 * Lenient readers of what a server sent. Single fields never fail: what is missing, null or of an
 * unexpected type is null, because real answers drop fields, add words and send numbers as strings
 * (api/vb365.md sections 4 and 6). Only the frame of an answer (an object, a list) must be right;
 * there a `VsiError` names the endpoint and the field.
 *
 * Written by hand because a list may hold 100,000 sessions of twenty fields each.
 */
import { VsiError } from '../../model/errors.ts';
import { offsetOf, parseInstant, type Instant } from '../../model/instant.ts';
import { fromBigInt, type Int64 } from '../../model/int64.ts';

/** A JSON object whose fields nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HALF_CHARACTER = /\p{Surrogate}/gu;
const WHOLE_NUMBER = /^[+-]?\d{1,20}$/;
const DECIMAL_NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a text is a UUID, in any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What 64 bits hold, signed or not: a number outside is no count of anything. */
const LARGEST = 2n ** 64n;

/** Whether a value is a JSON object (no list, not null). */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/**
 * An answer, or a part of it, that must be an object.
 *
 * @param where the endpoint, for the message: `GET /v8/JobSessions on backup.example.com`
 * @param field what should have been one, for the message: `the answer`, `results[3]`
 * @throws ANSWER_UNREADABLE
 */
export function requireFields(value: unknown, where: string, field: string): Fields {
  if (isFields(value)) return value;
  throw unreadable(`${field} should be an object but is ${typeName(value)}`, where);
}

/** The same for a list. @throws ANSWER_UNREADABLE */
export function requireList(value: unknown, where: string, field: string): readonly unknown[] {
  if (isList(value)) return value;
  throw unreadable(`${field} should be a list but is ${typeName(value)}`, where);
}

/** The same for an id, without which a record cannot be told from the next. @throws ANSWER_UNREADABLE */
export function requireId(value: unknown, where: string, field: string): string {
  const id = readId(value);
  if (id !== null) return id;
  throw unreadable(`${field} should be an id but is ${typeName(value)}`, where);
}

function unreadable(message: string, where: string): VsiError {
  return new VsiError('ANSWER_UNREADABLE', message, {
    where,
    hint: 'the server may be of an API version that vsi does not know; --debug shows the requests',
  });
}

/** A JSON type in words, for messages: never the value itself, which may be long or private. */
function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'bigint' ? 'a number' : `a ${typeof value}`;
}

/** A part that should be an object; an empty one where it is missing or something else. */
export function readFields(value: unknown): Fields {
  return isFields(value) ? value : NO_FIELDS;
}

const NO_FIELDS: Fields = Object.freeze({});

/** A part that should be a list; an empty one where it is missing or something else. */
export function readList(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}

/** Text as served; a number or boolean becomes its text. null where missing, empty or no text. */
export function readText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return String(value);
  }
  return null;
}

/**
 * An id. UUIDs become lower case, so that an id out of a link equals the one in a body; other ids
 * (VBR's log records count 1, 2, 3) stay as they are. null where missing, empty or the nil UUID,
 * with which servers say "none" (api/vb365.md section 6).
 */
export function readId(value: unknown): string | null {
  const text = readText(value)?.trim();
  if (text === undefined || text === '' || text === NIL_UUID) return null;
  if (isUuid(text)) return text.toLowerCase();
  // Half a character can stand in no address.
  return text.replace(HALF_CHARACTER, '\uFFFD');
}

/**
 * A whole number of up to 64 bits, from a number, a bigint or a string of digits; fractions are
 * rounded. null for anything else, NaN and the infinities included.
 */
export function readInteger(value: unknown): Int64 | null {
  if (typeof value === 'number') return integerOf(value);
  if (typeof value === 'bigint') return within64Bits(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (WHOLE_NUMBER.test(text)) return within64Bits(BigInt(text.replace('+', '')));
  return DECIMAL_NUMBER.test(text) ? integerOf(Number(text)) : null;
}

function integerOf(value: number): Int64 | null {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) return null;
  const rounded = Math.round(value);
  if (rounded === 0) return 0;
  return Number.isSafeInteger(rounded) ? rounded : within64Bits(BigInt(rounded));
}

function within64Bits(value: bigint): Int64 | null {
  return value < LARGEST && value > -LARGEST ? fromBigInt(value) : null;
}

/** A number with its fraction, from a number, a bigint or a numeric string; else null. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || !DECIMAL_NUMBER.test(value.trim())) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** true or false, as such or as a word in any case; else null. */
export function readBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/**
 * A moment. null where missing, unreadable, or a placeholder for "none" (years 0001, 1900, 9999).
 *
 * @param naiveOffsetMinutes the offset to assume where the text has none, see `parseInstant`
 */
export function readInstant(value: unknown, naiveOffsetMinutes = 0): Instant | null {
  return typeof value === 'string' ? parseInstant(value, naiveOffsetMinutes) : null;
}

/** The offset from UTC in minutes that a time stamp carries; null where missing or without one. */
export function readOffset(value: unknown): number | null {
  return typeof value === 'string' ? offsetOf(value) : null;
}

/**
 * A server's word in our vocabulary, whatever its case (docs print `success` and `Success`).
 *
 * @param words by lower-case word
 * @returns null where the word is missing or unknown: the caller says what that means
 */
export function readWord<T>(value: unknown, words: ReadonlyMap<string, T>): T | null {
  if (typeof value !== 'string') return null;
  return words.get(value.trim().toLowerCase()) ?? null;
}
