import { Refusal } from './errors.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const INT32_MAX = 2 ** 31 - 1;

/** The parameters of a request; each is undefined where it is absent. */
export interface Query {
  /** @throws Refusal 400 on anything but a whole number that is not negative */
  readonly integer: (name: string) => number | undefined;
  /** Milliseconds since 1970. @throws Refusal 400 on anything but a date-time */
  readonly instant: (name: string) => number | undefined;
  /** In lower case. @throws Refusal 400 on anything but a UUID */
  readonly uuid: (name: string) => string | undefined;
  /** @throws Refusal 400 on anything but true and false */
  readonly flag: (name: string) => boolean | undefined;
  /** One of the words, in their own spelling. @throws Refusal 400 on any other */
  readonly word: <T extends string>(name: string, words: readonly T[]) => T | undefined;
  /** All parameters but those that a page link sets itself. */
  readonly others: () => [string, string][];
}

/** Reads the parameters; their names may be in any case (api/vb365.md section 3). */
export function createQuery(parameters: URLSearchParams): Query {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) values.set(name.toLowerCase(), value);

  function read<T>(name: string, parse: (text: string) => T | null): T | undefined {
    const text = values.get(name.toLowerCase());
    if (text === undefined || text === '') return undefined;
    const value = parse(text);
    if (value === null) {
      throw new Refusal(
        400,
        'ParameterValidationFailure',
        `The value '${text}' is not valid for ${name}.`,
      );
    }
    return value;
  }

  return {
    integer: (name) => read(name, integerOf),
    instant: (name) => read(name, instantOf),
    uuid: (name) => read(name, (text) => (UUID.test(text) ? text.toLowerCase() : null)),
    flag: (name) => read(name, flagOf),
    word: (name, words) =>
      read(name, (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? null),
    others: () =>
      [...parameters].filter(
        ([name]) => !['limit', 'offset', 'setid'].includes(name.toLowerCase()),
      ),
  };
}

function integerOf(text: string): number | null {
  const value = Number(text);
  return /^\d+$/.test(text) && value <= INT32_MAX ? value : null;
}

function flagOf(text: string): boolean | null {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** A date-time without a zone is UTC. */
function instantOf(text: string): number | null {
  if (
    !/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.]\d{1,9})?)?)?([Zz]|[+-]\d{2}:\d{2})?$/.test(text)
  ) {
    return null;
  }
  const hasZone = /(Z|[T ].*[+-]\d{2}:\d{2})$/i.test(text);
  const value = Date.parse(hasZone || text.length === 10 ? text : `${text}Z`);
  return Number.isNaN(value) ? null : value;
}
