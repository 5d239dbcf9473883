import { VsiError } from '../model/errors.ts';

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
 * Parses a server's answer. A byte order mark is ignored; whole numbers beyond 2^53 become bigint,
 * all other numbers are numbers.
 * @param where the endpoint, for the error
 * @throws VsiError ANSWER_UNREADABLE for an empty body, an HTML page, or JSON that breaks off
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new VsiError('ANSWER_UNREADABLE', 'the answer is not JSON', { where });
  }
}

/** `parseJson`, keeping the source text of every object and array (slower; for `--raw`). */
export function parseWithSources(text: string, where: string): JsonAnswer {
  return { value: parseJson(text, where), sourceOf: (part) => JSON.stringify(part) };
}

/** `parseWithSources` or `parseJson`, as `ConnectionSettings.keepSource` asks. */
export function readJson(text: string, where: string, keepSource: boolean): JsonAnswer {
  if (keepSource) return parseWithSources(text, where);
  return { value: parseJson(text, where), sourceOf: () => null };
}
