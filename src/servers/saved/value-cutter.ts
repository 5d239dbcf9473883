import { ValueEnd } from '../reading/value-end.ts';

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
const TAB = 0x09;
const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** How much of what is no JSON is kept to be shown. */
const EXCERPT = 200;

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
  /** The piece, and up to where it is used up. */
  #text = '';
  #at = 0;
  #line = 1;
  /** Where the line ends that `#at` is in. */
  #lineEnd = -1;
  /** Whether nothing has come yet: a byte order mark may stand there. */
  #isStart = true;
  /** How many lists are open around the next value. */
  #lists = 0;
  /** The end of the object that is being read, and what earlier pieces hold of it. */
  readonly #end = new ValueEnd();
  #parts: string[] = [];
  /** The last piece's end, which may become a `null` with the next one. */
  #rest = '';

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
    return this.isWithinObject || this.#rest !== '';
  }

  /** Whether it ends within an object. */
  get isWithinObject(): boolean {
    return this.#end.isOpen;
  }

  /** Where the text so far ends, counted in lines from 1; within a value, where that begins. */
  get line(): number {
    return this.#line;
  }

  /**
   * Takes the next piece of the text.
   *
   * @returns what is no JSON, where the reading must end; else null
   */
  feed(piece: string): WrongText | null {
    if (piece === '') return null;
    const hasMark = this.#isStart && piece.startsWith('\uFEFF');
    this.#isStart = false;
    this.#text = this.#rest + piece;
    this.#rest = '';
    this.#at = hasMark ? 1 : 0;
    this.#lineEnd = -1;
    return this.#end.isOpen ? (this.#takeMeasured() ?? this.#cut()) : this.#cut();
  }

  /** Ends the text; as `feed`. */
  finish(): WrongText | null {
    return this.#rest === '' ? null : { line: this.#line, text: this.#rest };
  }

  #cut(): WrongText | null {
    for (;;) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) return null;
      const code = this.#text.charCodeAt(this.#at);
      if (code === OPEN_BRACE) {
        const wrong = this.#takeLine() ? null : this.#takeMeasured();
        if (wrong !== null) return wrong;
      } else if (code === OPEN_BRACKET) {
        this.#lists += 1;
        this.#at += 1;
      } else if (code === CLOSE_BRACKET && this.#lists > 0) {
        this.#lists -= 1;
        this.#at += 1;
      } else if (this.#text.startsWith(NULL, this.#at)) this.#at += NULL.length;
      else if (NULL.startsWith(this.#text.slice(this.#at, this.#at + NULL.length))) {
        this.#rest = this.#text.slice(this.#at);
        return null;
      } else return this.#wrong(this.#text.slice(this.#at, this.#at + EXCERPT));
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
  #takeLine(): boolean {
    const text = this.#text;
    const lineEnd = this.#endOfLine();
    if (lineEnd === text.length) return false;
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
  #takeMeasured(): WrongText | null {
    const end = this.#end.find(this.#text, this.#at);
    const part = this.#text.slice(this.#at, end === -1 ? this.#text.length : end);
    this.#at += part.length;
    this.#parts.push(part);
    return end === -1 ? null : this.#take();
  }

  #take(): WrongText | null {
    const text = this.#parts.join('');
    this.#parts = [];
    const value = parsed(text);
    if (value === undefined) return this.#wrong(text.slice(0, EXCERPT));
    this.#onValue({ value, text, line: this.#line });
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#line += 1;
    return null;
  }

  #wrong(text: string): WrongText {
    return { line: this.#line, text };
  }
}

function isAfterValue(code: number): boolean {
  return code === SPACE || code === COMMA || code === CARRIAGE_RETURN || code === TAB;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
