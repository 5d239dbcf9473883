import type { FaultKind } from './faults.ts';

/** How one try of a request ended. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'fault'; readonly fault: FaultKind; readonly answered: boolean };

/** What the policy looks at. */
export interface RetryState {
  readonly method: 'GET' | 'POST';
  /** How often to try again at most (`--retries`). */
  readonly retries: number;
  /** How often it was tried so far, this outcome included. */
  readonly tries: number;
  /** How many of the tries ended in a timeout. */
  readonly timeouts: number;
  /** Milliseconds since 1970, for a Retry-After that is a date. */
  readonly now: number;
  /** Between 0 and 1. */
  readonly random: number;
}

/** The first pause is about this long, in milliseconds; each further one about twice as long. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** A server that asks for a longer pause than this is answered with giving up. */
const LONGEST_RETRY_AFTER = 60_000;
/** Too many requests, and gateways whose server is not there at the moment. */
const PASSING_STATUSES = [429, 502, 503, 504];

/**
 * How long to wait before the next try, in milliseconds; null: the outcome stands.
 *
 * Tried again are faults that may pass, and the statuses 502, 503, 504, of a GET 429 and 500 too (a 429
 * of the token route is the login's business). After a fault a POST is repeated only when no answer had
 * begun. A timeout is tried again once at most.
 */
export function retryPause(outcome: Outcome, state: RetryState): number | null {
  if (state.tries > state.retries) return null;
  if (outcome.kind === 'fault') {
    if (outcome.fault === 'final' || state.timeouts > 1) return null;
    if (state.method === 'POST' && outcome.answered) return null;
    return backOff(state);
  }
  if (!isPassing(outcome.status, state.method)) return null;
  const asked = parseRetryAfter(outcome.retryAfter, state.now);
  if (asked === null) return backOff(state);
  return asked > LONGEST_RETRY_AFTER ? null : asked + Math.round(250 * state.random);
}

function isPassing(status: number, method: 'GET' | 'POST'): boolean {
  if (status === 500) return method === 'GET';
  if (status === 429) return method === 'GET';
  return PASSING_STATUSES.includes(status);
}

/** Doubles from try to try, and lies between half and the whole of that. */
function backOff({ tries, random }: RetryState): number {
  const full = Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE);
  return Math.round(full * (0.5 + random / 2));
}

/**
 * The pause that a server asks for in its Retry-After header, in milliseconds; null when there is
 * none or it makes no sense.
 *
 * @param now milliseconds since 1970, for the form that is a date
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // An HTTP date names its month; Date.parse would take almost anything for a date.
  if (!/[A-Za-z]{3}/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
