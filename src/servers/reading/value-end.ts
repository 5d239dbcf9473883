const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Finds where strings, lists and objects end in JSON that arrives in pieces. It knows nothing of JSON
 * but quotes and brackets, which is enough for that; whether a value is one shows when it is parsed. No
 * character is looked at twice, however long a value is and wherever it is torn.
 */
export class ValueEnd {
  /** Lists and objects that are open. */
  #depth = 0;
  #isInString = false;
  /** Whether the last character of the last piece was a backslash that belongs to the next one. */
  #isEscaping = false;

  /** Whether a value has begun and its end has not come yet. */
  get isOpen(): boolean {
    return this.#isInString || this.#depth > 0;
  }

  /**
   * Reads on to the end of a value.
   *
   * @param from where it begins, its quote or bracket; where one is open, where the piece goes on
   * @returns the place behind its end; -1 where the piece ends first
   */
  find(piece: string, from: number): number {
    if (from >= piece.length) return -1;
    let at = from;
    if (this.#isInString) {
      at = this.#endString(piece, from);
      if (!this.isOpen) return at;
    }
    while (at < piece.length) {
      const code = piece.charCodeAt(at);
      at += 1;
      if (code === QUOTE) at = this.#endString(piece, at);
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth -= 1;
      else continue;
      if (this.#depth <= 0 && !this.#isInString) {
        this.#depth = 0;
        return at;
      }
    }
    return -1;
  }

  /** The place behind the string that `start` is in, or the piece's end. */
  #endString(piece: string, start: number): number {
    const begin = this.#isEscaping ? start + 1 : start;
    for (let from = begin; ;) {
      const quote = piece.indexOf('"', from);
      const end = quote === -1 ? piece.length : quote;
      const isEscaping = endsEscaping(piece, begin, end);
      if (quote === -1 || !isEscaping) {
        this.#isInString = quote === -1;
        this.#isEscaping = isEscaping;
        return quote === -1 ? piece.length : quote + 1;
      }
      from = quote + 1;
    }
  }
}

/** Whether the backslashes in front of `end`, from `begin` on, leave one over for what follows. */
function endsEscaping(text: string, begin: number, end: number): boolean {
  let at = end;
  while (at > begin && text.charCodeAt(at - 1) === BACKSLASH) at -= 1;
  return (end - at) % 2 === 1;
}
