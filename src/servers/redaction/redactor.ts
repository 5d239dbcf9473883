/** Other names for what must not be posted: the same one for the same thing within one run. */
import { API_PATH } from './api-path.ts';
import { isKnownWord, isPlainToken } from './vocabulary.ts';

const CATEGORIES = [
  'job',
  'session',
  'object',
  'server',
  'repository',
  'description',
  'user',
  'host',
  'path',
  'url',
  'name',
] as const;

/** What is renamed; the new names begin with it. */
export type Category = (typeof CATEGORIES)[number];

interface KnownName {
  /** In lower case. */
  readonly name: string;
  /** How many characters stand before its first word. */
  readonly lead: number;
  readonly mark: string;
}

const WORD = /[\p{L}\p{N}_]+/gu;
/** Private-use characters around a number: a name that was given, where the text is still being read. */
const MARK = /\uE000(\d+)\uE001/gu;

/** Kept as they are: ids and times say nothing of anybody. */
const KEPT =
  '\\uE000\\d+\\uE001|\\{?[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}\\}?|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(?:Z|[+-]\\d\\d:?\\d\\d)?|\\b\\d+(?:[.:,/-]\\d+)*\\b(?![\\w.-]*[\\p{L}_])';

/** What a text may hold, in the order in which it is looked for. */
const PARTS: readonly (readonly [Category | 'kept' | 'quoted' | 'token', string])[] = [
  ['url', '\\b[a-z][a-z\\d+.-]{1,20}://[^\\s<>"\'”»]*[^\\s<>"\'”».,;:!?)\\]]'],
  // Looked for only where such a run begins: at each place within it a long one would be read again.
  [
    'user',
    "(?<![\\p{L}\\p{N}_.%+~'-])[\\p{L}\\p{N}_.%+~'-]+@[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*",
  ],
  // A file in a datastore, a share or on a drive.
  ['kept', API_PATH],
  ['path', '(?<!\\[)\\[+[^\\][]+\\]\\s[^\\s\\]]*/[^\\s\\]]+\\]*'],
  ['path', '(?:\\\\\\\\|\\b[a-z]:[\\\\/])[^\\s<>"\'”»,;]*[^\\s<>"\'”».,;:!?)\\]]'],
  // With what is asked of it, which may be a name.
  [
    'path',
    '(?<![\\p{L}\\p{N}_/])(?:/[\\p{L}\\p{N}_.@~%+-]*[\\p{L}\\p{N}_]){2,}/?(?:\\?[\\p{L}\\p{N}_]+=\\S*)?',
  ],
  ['user', '(?<![\\p{L}\\p{N}_.-])[\\p{L}\\p{N}_.-]+\\\\[\\p{L}\\p{N}_.$-]*[\\p{L}\\p{N}_$]'],
  ['host', '\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\d)'],
  ['kept', KEPT],
  ['host', '(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+\\p{L}{2,}(?![\\p{L}\\p{N}])'],
  [
    'quoted',
    '“[^“”]*”|«[^«»]*»|"[^"]*"|(?<![\\p{L}\\p{N}\\uE001])\'[^\']*\'(?![\\p{L}\\p{N}\\uE000])',
  ],
  ['token', '[\\p{L}\\p{N}_$](?:[\\p{L}\\p{N}_.$~#&’-]*[\\p{L}\\p{N}_$])?'],
];
const TEXT = patternOf(PARTS);

/** What a place is told by: an address, an account, a file. Its other words are our own. */
const PLACE_PARTS = PARTS.filter(([kind]) => kind !== 'quoted' && kind !== 'token');
const PLACE = patternOf(PLACE_PARTS);

function patternOf(parts: typeof PARTS): RegExp {
  return new RegExp(parts.map(([, pattern]) => `(${pattern})`).join('|'), 'giu');
}

/** How many texts are remembered, and up to which length: the same few stand in 100,000 sessions. */
const MOST_TEXTS = 1000;
const LONGEST_TEXT = 1000;
/** What may become a new name, and would be left alone from then on. */
const GIVEN_NAME = new RegExp(`(?:${CATEGORIES.join('|')})-\\d`);

/** Gives names and remembers them; what it has named is found again in every text. */
export class Redactor {
  /** The new name of each old one, in lower case. */
  readonly #given = new Map<string, string>();
  /** All new names: they are not renamed once more. */
  readonly #names = new Set<string>();
  readonly #marked: string[] = [];
  readonly #counts = new Map<Category, number>();
  /** Old names by their first word. */
  readonly #byWord = new Map<string, KnownName[]>();
  /** What texts were made of; a name that is new to the texts makes them be read again. */
  readonly #texts = new Map<string, string>();

  /** The new name of a thing; null stays null. */
  name<T extends string | null>(category: Category, old: T): T | string {
    if (old === null || old.trim() === '' || this.#names.has(old)) return old;
    const key = old.toLowerCase();
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(category) ?? 0) + 1;
    this.#counts.set(category, count);
    const given = `${category}-${count}`;
    this.#given.set(key, given);
    this.#names.add(given);
    // What only looks like a name is told by its looks again; as a name it might be a word elsewhere.
    if (category !== 'name') this.#remember(key, given);
    return given;
  }

  /** A text of a server without names, hosts, users and paths, known ones and what looks like one. */
  text<T extends string | null>(text: T): T | string {
    if (text === null || text === '') return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const names = this.#marked.length;
    const redacted = this.#redacted(text);
    // What gave a name is read once more: the name may be found in front of others the next time.
    const isSettled = names === this.#marked.length && !GIVEN_NAME.test(text);
    if (isSettled && text.length <= LONGEST_TEXT) {
      if (this.#texts.size >= MOST_TEXTS) this.#texts.clear();
      this.#texts.set(text, redacted);
    }
    return redacted;
  }

  /** A sentence of vsi itself without the names that are known. */
  sentence(text: string): string {
    return this.#unmark(this.#markKnown(text));
  }

  /** Where something happened, as vsi itself says it: without known names, addresses, accounts and files. */
  place(text: string): string {
    return this.#redacted(text, PLACE_PARTS, PLACE);
  }

  #redacted(text: string, parts = PARTS, pattern = TEXT): string {
    const marked = this.#markKnown(text.replace(/[\uE000\uE001]/gu, ' '));
    const redacted = marked.replace(pattern, (match: string, ...rest: unknown[]) => {
      const kind =
        parts[rest.slice(0, parts.length).findIndex((group) => group !== undefined)]?.[0];
      const offset = rest.find((value) => typeof value === 'number') ?? 0;
      return this.#partOf(kind ?? 'token', match, () => marked.slice(0, offset));
    });
    return this.#unmark(redacted);
  }

  #partOf(
    kind: Category | 'kept' | 'quoted' | 'token',
    match: string,
    before: () => string,
  ): string {
    if (kind === 'kept') return match;
    if (kind === 'quoted') return this.#quoted(match);
    if (kind === 'token') return isPlainToken(match, before) ? match : this.name('name', match);
    return kind === 'host' && isKnownWord(match) ? match : this.name(kind, match);
  }

  /** What is quoted is a name, unless it is a number or has been named already. */
  #quoted(match: string): string {
    const [open = '', close = ''] = [match[0], match.at(-1)];
    const inner = match.slice(1, -1);
    const isNamed = inner.replace(MARK, '').trim() === '' || /^[-+\d.,\s]*$/.test(inner);
    return isNamed || isKnownWord(inner) ? match : `${open}${this.name('name', inner)}${close}`;
  }

  #remember(name: string, given: string): void {
    const first = name.matchAll(WORD).next().value;
    // A job that is called Mail must not take the word out of every text.
    const isWord = !name.trim().includes(' ') && isKnownWord(name);
    if (first === undefined || name.length < 2 || isWord) return;
    this.#texts.clear();
    const mark = `\uE000${this.#marked.push(given) - 1}\uE001`;
    const known = this.#byWord.get(first[0]) ?? [];
    known.push({ name, lead: first.index, mark });
    known.sort((a, b) => b.name.length - a.name.length);
    this.#byWord.set(first[0], known);
  }

  /** Puts marks in the place of known names; a name is only found between words. */
  #markKnown(text: string): string {
    const lower = text.toLowerCase();
    const searched = lower.length === text.length ? lower : text;
    let marked = '';
    let at = 0;
    for (const { 0: word, index } of searched.matchAll(WORD)) {
      if (index < at) continue;
      const found = this.#byWord.get(word)?.find(({ name, lead }) => {
        const start = index - lead;
        return (
          start >= at &&
          searched.startsWith(name, start) &&
          !isWithin(searched, start + name.length)
        );
      });
      if (found === undefined) continue;
      marked += text.slice(at, index - found.lead) + found.mark;
      at = index - found.lead + found.name.length;
    }
    return marked + text.slice(at);
  }

  #unmark(text: string): string {
    return text.replace(MARK, (mark, index: string) => this.#marked[Number(index)] ?? mark);
  }
}

function isWithin(text: string, end: number): boolean {
  return (
    /^[\p{L}\p{N}_]/u.test(text.slice(end, end + 2)) && /[\p{L}\p{N}_]/u.test(text[end - 1] ?? '')
  );
}
