import { VsiError } from '../../model/errors.ts';
import { withoutByteOrderMark } from './json.ts';
import { ValueEnd } from './value-end.ts';

/** A body whose first character has arrived. */
export type ArrayOrText =
  /** A JSON array: its items in batches, each the text of a JSON array of up to `batchSize` items. */
  | { readonly kind: 'array'; readonly batches: AsyncGenerator<string> }
  /** Anything else (a page object, HTML …), read to its end: for `parseJson`. */
  | { readonly kind: 'text'; readonly text: string };

/** What `openArray` needs to know. */
export interface ArrayOptions {
  /** The endpoint, for errors. */
  readonly where: string;
  /** Items in one batch; 1,000 by default. */
  readonly batchSize?: number;
}

const BATCH_SIZE = 1000;

/**
 * Reads a list that came as one JSON array without ever holding the whole body (VB365 v3 and v4
 * answer the whole history at once, api/vb365.md section 3). An empty array has no batches.
 *
 * The items are only cut out here; whether each is JSON shows when its batch is parsed.
 *
 * @throws VsiError ANSWER_UNREADABLE, from the batches, after the items that were complete: when the
 *   body breaks off, or something follows the array
 */
export async function openArray(
  chunks: AsyncIterable<string>,
  options: ArrayOptions,
): Promise<ArrayOrText> {
  const reading = chunks[Symbol.asyncIterator]();
  let head = '';
  for (;;) {
    const chunk = await reading.next();
    if (chunk.done === true) return { kind: 'text', text: head };
    head += chunk.value;
    const first = withoutByteOrderMark(head).trimStart().charAt(0);
    if (first === '[') return { kind: 'array', batches: readBatches(head, reading, options) };
    if (first !== '') return { kind: 'text', text: head + (await readRest(reading)) };
  }
}

async function readRest(reading: AsyncIterator<string>): Promise<string> {
  const parts: string[] = [];
  for (;;) {
    const chunk = await reading.next();
    if (chunk.done === true) return parts.join('');
    parts.push(chunk.value);
  }
}

async function* readBatches(
  head: string,
  reading: AsyncIterator<string>,
  { where, batchSize = BATCH_SIZE }: ArrayOptions,
): AsyncGenerator<string> {
  const cutter = new ItemCutter(batchSize);
  let bytes = 0;
  try {
    for (let text = head; ;) {
      bytes += Buffer.byteLength(text);
      yield* cutter.feed(text);
      const chunk = await reading.next();
      if (chunk.done === true) break;
      text = chunk.value;
    }
  } finally {
    await reading.return?.();
  }
  yield* cutter.finish();
  if (!cutter.closed) throw unreadable(`the answer breaks off after ${bytes} bytes`, where);
  if (cutter.excess) throw unreadable('something follows the list in the answer', where);
}

function unreadable(message: string, where: string): VsiError {
  return new VsiError('ANSWER_UNREADABLE', message, { where });
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;

/** Cuts the items out of an array's text as it arrives: they are what stands between its commas. */
class ItemCutter {
  readonly #batchSize: number;
  /** The end of the string, list or object that is being read. */
  readonly #end = new ValueEnd();
  #isInArray = false;
  /** The batch so far without the current chunk, and its length. */
  #parts: string[] = [];
  #length = 0;
  /** Complete items of the batch, and up to where its text is made of them. */
  #items = 0;
  #complete = 0;
  /** Whether something has come since the last comma. */
  #begun = false;
  /** Whether the array's closing bracket has come. */
  closed = false;
  /** Whether something follows it. */
  excess = false;

  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  /** Takes a piece of the body and gives the batches that are full. */
  *feed(chunk: string): Generator<string> {
    /** Where the text of the batch begins in this chunk. */
    let from = this.#isInArray ? 0 : chunk.indexOf('[') + 1;
    this.#isInArray = true;
    let at = this.#end.isOpen ? this.#skipValue(chunk, 0) : from;
    while (at < chunk.length && !this.closed) {
      const code = chunk.charCodeAt(at);
      if (code === QUOTE || code === OPEN_BRACE || code === OPEN_BRACKET) {
        this.#begun = true;
        at = this.#skipValue(chunk, at);
        continue;
      }
      if (code === COMMA || code === CLOSE_BRACKET) {
        this.closed = code === CLOSE_BRACKET;
        this.#endItem(at - from);
        if (this.#items >= this.#batchSize) {
          yield this.#take(chunk.slice(from, at));
          from = at + 1;
        }
      } else if (code > SPACE) this.#begun = true;
      at += 1;
    }
    this.#parts.push(chunk.slice(from, at));
    this.#length += at - from;
    this.excess ||= this.closed && chunk.slice(at).trim() !== '';
  }

  /** The complete items that are left. */
  *finish(): Generator<string> {
    if (this.#items > 0) yield this.#take('');
  }

  /** The place behind a string, list or object, or the chunk's end. */
  #skipValue(chunk: string, from: number): number {
    const end = this.#end.find(chunk, from);
    return end === -1 ? chunk.length : end;
  }

  /** @param length of the batch's text in the current chunk, up to the item's end */
  #endItem(length: number): void {
    const empty = this.closed && !this.#begun && this.#items === 0;
    if (!empty) this.#items += 1;
    this.#complete = this.#length + length;
    this.#begun = false;
  }

  #take(rest: string): string {
    const text = (this.#parts.join('') + rest).slice(0, this.#complete);
    this.#parts = [];
    this.#length = 0;
    this.#complete = 0;
    this.#items = 0;
    return `[${text}]`;
  }
}
