import { endOfString } from '../reading/json.ts';

/** One JSON value of a file: an object that stands for itself or in a list. */
export interface FoundValue {
  readonly value: unknown;
  /** As it is written. */
  readonly text: string;
  /** Line on which it begins, counted from 1. */
  readonly line: number;
}

/** What makes a file no JSON: where, and what is there. */
export interface WrongText {
  readonly line: number;
  readonly text: string;
}

/** What `--raw` prints for a record that no object of the server stands for. */
const NULL = 'null';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Cuts a text that arrives in pieces into JSON values: lines of NDJSON, the items of lists, objects
 * written over many lines, and several of these one behind the other. Lists are opened, so that a
 * whole one is never held.
 *
 * A value that stands on a line of its own is the rule: there JSON.parse finds its end. Anything else
 * is measured by its brackets.
 */
export class ValueCutter {
  readonly #onValue: (found: FoundValue) => void;
  /** What is not used up yet, and up to where it is. */
  #text = '';
  #at = 0;
  #line = 1;
  /** Where the line ends that `#at` is in; -1: not looked for yet. */
  #lineEnd = -1;
  /** Whether nothing has come yet: a byte order mark may stand there. */
  #isStart = true;
  /** How many lists are open around the next value. */
  #lists = 0;
  /** How far the value at `#at` is measured: a place in the text, and the brackets open there. */
  #measured = { at: 0, depth: 0 };

  /** @param onValue called with each value as soon as it is complete */
  constructor(onValue: (found: FoundValue) => void) {
    this.#onValue = onValue;
  }

  /** Whether the text so far ends within a value or a list. */
  get isOpen(): boolean {
    return this.#lists > 0 || this.isInValue;
  }

  /** Whether it ends within a value. */
  get isInValue(): boolean {
    return this.#text.slice(this.#at).trim() !== '';
  }

  /** Whether it ends within an object that is not on one line. */
  get isWithinObject(): boolean {
    return this.#measured.at > this.#at;
  }

  /** Where the text so far ends, counted in lines from 1. */
  get line(): number {
    return this.#line;
  }

  /**
   * Takes the next piece of the text.
   *
   * @returns what is no JSON, where the reading must end; else null
   */
  feed(piece: string): WrongText | null {
    const isUsedUp = this.#at >= this.#text.length;
    this.#text = isUsedUp ? piece : this.#text.slice(this.#at) + piece;
    this.#measured.at = isUsedUp ? 0 : this.#measured.at - this.#at;
    this.#at = 0;
    this.#lineEnd = -1;
    if (this.#isStart && piece !== '') {
      this.#isStart = false;
      if (piece.startsWith('\uFEFF')) this.#at = 1;
    }
    return this.#cut(false);
  }

  /** Takes the last line, which may lack its end; as `feed`. */
  finish(): WrongText | null {
    return this.#cut(true);
  }

  #cut(isLast: boolean): WrongText | null {
    for (;;) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) return null;
      const code = this.#text.charCodeAt(this.#at);
      if (code === OPEN_BRACKET) this.#lists += 1;
      else if (code === CLOSE_BRACKET && this.#lists > 0) this.#lists -= 1;
      else if (code === OPEN_BRACE) {
        if (this.#takeLine(isLast)) continue;
        const taken = this.#takeMeasured();
        if (taken === 'more') return null;
        if (taken !== 'taken') return taken;
        continue;
      } else if (this.#text.startsWith(NULL, this.#at)) this.#at += NULL.length - 1;
      else if (!isLast && NULL.startsWith(this.#text.slice(this.#at))) return null;
      else return this.#wrong();
      this.#at += 1;
    }
  }

  /** Goes on to the next character that means something; commas are for those who write JSON. */
  #skipSpace(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === NEWLINE) this.#line += 1;
      else if (code > SPACE && code !== COMMA) return;
    }
  }

  /** Takes the value if it ends with its line. */
  #takeLine(isLast: boolean): boolean {
    const text = this.#text;
    // Where a value has been measured in vain, its line is not the last word on it.
    if (this.#measured.at > this.#at) return false;
    const lineEnd = this.#endOfLine();
    if (lineEnd === text.length && !isLast) return false;
    let end = lineEnd;
    while (isAfterValue(text.charCodeAt(end - 1))) end -= 1;
    if (text.charCodeAt(end - 1) !== CLOSE_BRACE) return false;
    const own = text.slice(this.#at, end);
    const value = parsed(own);
    if (value === undefined) return false;
    this.#onValue({ value, text: own, line: this.#line });
    this.#at = lineEnd;
    return true;
  }

  /** Where the line ends, the text's end where nothing ends it; looked for once a line. */
  #endOfLine(): number {
    if (this.#lineEnd < this.#at) {
      const end = this.#text.indexOf('\n', this.#at);
      this.#lineEnd = end === -1 ? this.#text.length : end;
    }
    return this.#lineEnd;
  }

  /** Takes the value that ends where as many brackets are closed as were opened. */
  #takeMeasured(): 'taken' | 'more' | WrongText {
    const text = this.#text;
    const from = Math.max(this.#measured.at, this.#at);
    let depth = this.#measured.at > this.#at ? this.#measured.depth : 0;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        const end = endOfString(text, at);
        if (end === -1) return this.#remember(at, depth);
        at = end;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return this.#take(at + 1);
      }
    }
    return this.#remember(text.length, depth);
  }

  #remember(at: number, depth: number): 'more' {
    this.#measured = { at, depth };
    return 'more';
  }

  #take(end: number): 'taken' | WrongText {
    const text = this.#text.slice(this.#at, end);
    const value = parsed(text);
    if (value === undefined) return this.#wrong();
    this.#onValue({ value, text, line: this.#line });
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#line += 1;
    this.#at = end;
    return 'taken';
  }

  #wrong(): WrongText {
    return { line: this.#line, text: this.#text.slice(this.#at, this.#at + 200) };
  }
}

function isAfterValue(code: number): boolean {
  return code === SPACE || code === COMMA || code === CARRIAGE_RETURN || code === 0x09;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
