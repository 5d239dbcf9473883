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

type Words = readonly [number, number, number, number];

/** Looked up once: inside a test runner's context every look-up of a global takes its time. */
const { imul } = Math;

/** A 128-bit hash of a text (the cyrb128 construction): wide enough that no two things collide. */
export function hashText(text: string): Words {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ imul(a ^ code, 597399067);
    b = c ^ imul(b ^ code, 2869860233);
    c = d ^ imul(c ^ code, 951274213);
    d = a ^ imul(d ^ code, 2716044179);
  }
  a = imul(c ^ (a >>> 18), 597399067);
  b = imul(d ^ (b >>> 22), 2869860233);
  c = imul(a ^ (c >>> 17), 951274213);
  d = imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/** A random source of its own for a seed (a thing's name, say); the sfc32 generator. */
export function createRandom(seed: string): Random {
  let [a, b, c, counter] = hashText(seed);
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
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

function formatUuid([a, b, c, d]: Words): string {
  const versioned = ((b & 0xffff0fff) | 0x4000) >>> 0;
  const variant = ((c & 0x3fffffff) | 0x80000000) >>> 0;
  const digits = [a, versioned, variant, d].map(hex8).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function hex8(word: number): string {
  return word.toString(16).padStart(8, '0');
}
