import {
  COMPARED_RUNS,
  comparableRuns,
  DEFAULT_LIMITS,
  judge,
  LOOKBACK_SESSIONS,
  NO_VERDICT,
  type MarkLimits,
  type Verdict,
} from '../../analysis/baseline.ts';
import { append } from '../../model/append.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../../servers/backup-server.ts';
import { FLAGS, type Flag } from '../flags.ts';
import type { Invocation } from '../invocation.ts';

/** From where on values are marked: the defaults, or what --mark-duration and --mark-transferred say. */
export function markLimitsOf(invocation: Invocation): MarkLimits {
  const [slow = 0, verySlow = 0] =
    percentsOf(invocation, FLAGS.markDuration) ?? DEFAULT_LIMITS.slow;
  const [much = 0, veryMuch = 0, little = 0, veryLittle = 0] = percentsOf(
    invocation,
    FLAGS.markTransferred,
  ) ?? [...DEFAULT_LIMITS.much, ...DEFAULT_LIMITS.little];
  return { slow: [slow, verySlow], much: [much, veryMuch], little: [little, veryLittle] };
}

/** @throws USAGE */
function percentsOf({ flags }: Invocation, flag: Flag): readonly number[] | null {
  const text = flags.text(flag);
  if (text === undefined) return null;
  const example = flag === FLAGS.markDuration ? '150,200' : '150,200,80,70';
  const parts = text.split(',').map((part) => part.trim());
  const isRight = parts.every((part) => /^\d{1,6}%?$/.test(part));
  if (isRight && parts.length === example.split(',').length) {
    return parts.map((part) => Number.parseInt(part, 10));
  }
  throw new VsiError('USAGE', `--${flag.name} does not understand “${text}”`, {
    hint: `percentages of the usual value, like ${example}`,
  });
}

/**
 * One job's sessions, newest first, read as far as somebody needs them: both as a list, and to compare
 * a session with those before it.
 */
export class JobHistory {
  readonly #iterator: AsyncIterator<readonly Session[]>;
  readonly #onFailure: (failure: VsiError) => void;
  readonly #pages: (readonly Session[])[] = [];
  readonly #sessions: Session[] = [];
  /** Before this place there is nothing older than the session that was judged last. */
  #place = 0;
  #failure: { readonly error: unknown } | null = null;
  #isOver = false;

  /** @param onFailure told when the reading fails, where nobody reads the list itself */
  constructor(pages: Pages<Session>, onFailure: (failure: VsiError) => void = () => undefined) {
    this.#iterator = pages[Symbol.asyncIterator]();
    this.#onFailure = onFailure;
  }

  /** All of it as a list, with the reading's own errors. */
  async *pages(): AsyncGenerator<readonly Session[]> {
    for (let index = 0; ; index += 1) {
      const page = this.#pages[index] ?? (await this.#pull());
      if (page === null) break;
      yield page;
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Compares a session with those before it, as far as they can be read. */
  async verdictOf(
    session: Session,
    judging: { readonly limits: MarkLimits; readonly now: Instant },
  ): Promise<Verdict> {
    if (session.createdAt === null) return NO_VERDICT;
    let before = this.#before(session.createdAt);
    while (!isEnough(session, before) && (await this.#pull()) !== null) {
      before = this.#before(session.createdAt);
    }
    return judge(session, before, judging);
  }

  /** Lists are judged from the newest to the oldest, so that the place only moves on. */
  #before(start: Instant): readonly Session[] {
    const isOlder = (place: number): boolean => {
      const { createdAt = null } = this.#sessions[place] ?? {};
      return createdAt !== null && createdAt < start;
    };
    if (this.#place > 0 && isOlder(this.#place - 1)) this.#place = 0;
    while (this.#place < this.#sessions.length && !isOlder(this.#place)) this.#place += 1;
    return this.#sessions.slice(this.#place, this.#place + LOOKBACK_SESSIONS);
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#iterator.return?.();
  }

  async #pull(): Promise<readonly Session[] | null> {
    if (this.#isOver) return null;
    try {
      const step = await this.#iterator.next();
      if (step.done !== true) {
        this.#pages.push(step.value);
        append(this.#sessions, step.value);
        return step.value;
      }
    } catch (error) {
      if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
      this.#failure = { error };
      this.#onFailure(error);
    }
    this.#isOver = true;
    return null;
  }
}

function isEnough(session: Session, before: readonly Session[]): boolean {
  return (
    before.length >= LOOKBACK_SESSIONS ||
    comparableRuns(before, session.mode).length >= COMPARED_RUNS
  );
}
