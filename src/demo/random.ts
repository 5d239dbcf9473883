/** Random numbers that are the same for the same seed, on every machine. */
export interface Random {
  /** At least 0, below 1. */
  readonly next: () => number;
  /** A whole number between both bounds, bounds included. */
  readonly integer: (low: number, high: number) => number;
  /** A number between both bounds. */
  readonly between: (low: number, high: number) => number;
  /** True so often: `chance(0.1)` in one case of ten. */
  readonly chance: (probability: number) => boolean;
  /** One of a list that is not empty. @throws RangeError on an empty list */
  readonly pick: <T>(list: readonly T[]) => T;
  /** A UUID of version 4 in lower case. */
  readonly uuid: () => string;
}

/** A 32-bit hash of a text (FNV-1a with a final mix), to seed one random source per thing. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

/** A random source of its own for a seed (a thing's name, say); the mulberry32 generator. */
export function createRandom(seed: string | number): Random {
  let state = typeof seed === 'number' ? mix(seed) : hashText(seed);
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state);
  };
  const next = (): number => word() / 0x1_0000_0000;
  const between = (low: number, high: number): number => low + next() * (high - low);
  const integer = (low: number, high: number): number =>
    low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const item = list[integer(0, list.length - 1)];
      if (item === undefined) throw new RangeError('Nothing to pick from.');
      return item;
    },
    uuid: () => formatUuid([word(), word(), word(), word()]),
  };
}

/** The UUID that always belongs to this text. */
export function uuidOf(text: string): string {
  return createRandom(text).uuid();
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

function formatUuid([a, b, c, d]: readonly [number, number, number, number]): string {
  const versioned = ((b & 0xffff0fff) | 0x4000) >>> 0;
  const variant = ((c & 0x3fffffff) | 0x80000000) >>> 0;
  const digits = [a, versioned, variant, d].map(hex8).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function hex8(word: number): string {
  return word.toString(16).padStart(8, '0');
}
