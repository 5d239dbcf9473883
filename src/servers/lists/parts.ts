/** Lists that together answer one question. */
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { missingPart } from '../partial-failure.ts';

/** One of the lists. */
export interface Part<T> {
  /** What is missing when it fails, in the plural: `restore sessions`. */
  readonly what: string;
  readonly pages: Pages<T>;
}

/** What is to be done about a part that fails. */
export interface PartRules {
  /** Whether the failure leaves the other parts as they are. */
  readonly isOfOneList: (error: unknown) => error is VsiError;
  readonly missing: ServerEnvironment['missing'];
}

/**
 * The same lists, of which one that fails costs only its own rows; that is noted as soon as another
 * one has answered. When all fail, the failure of the first part is thrown, whichever came first;
 * and so is every failure of a single list.
 */
export function tolerant<T>(
  parts: readonly Part<T>[],
  { isOfOneList, missing }: PartRules,
): readonly Pages<T>[] {
  if (parts.length < 2) return parts.map(({ pages }) => pages);
  const failures = new Map<Part<T>, VsiError>();
  let waiting: VsiError[] = [];
  let isAnswered = false;

  function answered(): void {
    isAnswered = true;
    for (const failure of waiting) missing(failure);
    waiting = [];
  }

  async function* guarded(part: Part<T>): AsyncGenerator<readonly T[]> {
    const { what, pages } = part;
    try {
      for await (const page of pages) {
        answered();
        yield page;
      }
      answered();
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      failures.set(part, error);
      const [mainFailure = error] = parts.flatMap((each) => failures.get(each) ?? []);
      if (failures.size === parts.length && !isAnswered) throw mainFailure;
      waiting.push(missingPart(what, error));
      if (isAnswered) answered();
    }
  }

  return parts.map(guarded);
}

/**
 * The same list; where its route is not there (404, of a proxy or of another product), that is a failed
 * request: NOT_FOUND would say that a job or session is missing.
 */
export async function* ofRoute<T>(pages: Pages<T>): AsyncGenerator<readonly T[]> {
  try {
    yield* pages;
  } catch (error) {
    if (!isVsiError(error) || error.code !== 'NOT_FOUND') throw error;
    const { message, where, hint } = error;
    throw new VsiError('REQUEST_FAILED', message, {
      where,
      hint,
      cause: error,
    });
  }
}

/**
 * The same lists, each of which is asked for its first page when the one before it has answered. For
 * readers that ask all of them at once, as `mergePages` does. A failure ends those behind it.
 */
export function inTurn<T>(lists: readonly Pages<T>[]): readonly Pages<T>[] {
  let before: Promise<boolean> = Promise.resolve(true);
  return lists.map((pages) => {
    const turn = before;
    let answer: (goesOn: boolean) => void = () => undefined;
    before = new Promise((resolve) => {
      answer = resolve;
    });
    return afterTurn(pages, turn, answer);
  });
}

async function* afterTurn<T>(
  pages: Pages<T>,
  turn: Promise<boolean>,
  answer: (goesOn: boolean) => void,
): AsyncGenerator<readonly T[]> {
  try {
    if (!(await turn)) return;
    for await (const page of pages) {
      answer(true);
      yield page;
    }
    answer(true);
  } finally {
    answer(false);
  }
}
