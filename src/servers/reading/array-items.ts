import { VsiError } from '../../model/errors.ts';
import { withoutByteOrderMark } from './json.ts';
import { LARGEST_ANSWER, LARGEST_ITEM, LARGEST_PREFACE, tooLarge } from './size-limits.ts';
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
  /** What may be held in memory, in characters; but for tests, see `size-limits.ts`. */
  readonly largest?: Partial<SizeLimits>;
}

interface SizeLimits {
  /** One item; a batch of several is handed over when they have as much together. */
  readonly item: number;
  /** Something else than an array. */
  readonly text: number;
  /** White space in front of it. */
  readonly preface: number;
}

const BATCH_SIZE = 1000;
const LIMITS: SizeLimits = { item: LARGEST_ITEM, text: LARGEST_ANSWER, preface: LARGEST_PREFACE };

/**
 * Reads a list that came as one JSON array without ever holding the whole body (VB365 v3 and v4
 * answer the whole history at once, api/vb365.md section 3). An empty array has no batches.
 *
 * The items are only cut out here; whether each is JSON shows when its batch is parsed.
 *
 * @throws VsiError ANSWER_UNREADABLE, from the batches, after the items that were complete: when the
 *   body breaks off, something follows the array, or an item has no end; and for a text that has none
 */
export async function openArray(
  chunks: AsyncIterable<string>,
  options: ArrayOptions,
): Promise<ArrayOrText> {
  const { where } = options;
  const limits = { ...LIMITS, ...options.largest };
  const reading = chunks[Symbol.asyncIterator]();
  let head = '';
  for (;;) {
    const chunk = await reading.next();
    if (chunk.done === true) return { kind: 'text', text: head };
    head += chunk.value;
    const first = withoutByteOrderMark(head).trimStart().charAt(0);
    if (first === '[') {
      return { kind: 'array', batches: readBatches(head, reading, { ...options, limits }) };
    }
    if (first !== '') {
      return { kind: 'text', text: await readText(head, reading, { where, limit: limits.text }) };
    }
    if (head.length > limits.preface) {
      await reading.return?.();
      throw tooLarge('the white space in front of the answer', limits.preface, where);
    }
  }
}

async function readText(
  head: string,
  reading: AsyncIterator<string>,
  { where, limit }: { readonly where: string; readonly limit: number },
): Promise<string> {
  const parts = [head];
  for (let length = head.length; length <= limit;) {
    const chunk = await reading.next();
    if (chunk.done === true) return parts.join('');
    parts.push(chunk.value);
    length += chunk.value.length;
  }
  await reading.return?.();
  throw tooLarge('the answer', limit, where);
}

async function* readBatches(
  head: string,
  reading: AsyncIterator<string>,
  { where, batchSize = BATCH_SIZE, limits }: ArrayOptions & { readonly limits: SizeLimits },
): AsyncGenerator<string> {
  const cutter = new ItemCutter(batchSize, limits.item);
  let bytes = 0;
  try {
    for (let text = head; ;) {
      bytes += Buffer.byteLength(text);
      yield* cutter.feed(text);
      if (cutter.pending > limits.item) {
        yield* cutter.finish();
        throw tooLarge('an item of the list', limits.item, where);
      }
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
  /** A batch that has as many characters is full, too. */
  readonly #batchLength: number;
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

  constructor(batchSize: number, batchLength: number) {
    this.#batchSize = batchSize;
    this.#batchLength = batchLength;
  }

  /** How much has come of an item that is not complete. */
  get pending(): number {
    return this.#length - this.#complete;
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
        if (this.#items >= this.#batchSize || this.#complete > this.#batchLength) {
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
