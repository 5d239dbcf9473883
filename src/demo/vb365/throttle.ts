import type { SimulatedResponse } from '../simulator.ts';

/** The token route's defaults since v6 (api/vb365.md section 5). */
const QUOTAS = [
  { period: 1_000, calls: 1, word: 'Second' },
  { period: 60_000, calls: 5, word: 'Minute' },
  { period: 3_600_000, calls: 1500, word: 'Hour' },
] as const;

/** The headers of a real 429 answer. */
const HEADERS = {
  Pragma: 'no-cache',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'Cache-control': 'no-store',
  'X-Frame-Options': 'SAMEORIGIN',
};

/** Counts calls of one route; a refused call does not count against the quota. */
export interface Throttle {
  /** The refusal of a call at this moment, or null where it is admitted. */
  readonly admit: (now: number) => SimulatedResponse | null;
}

/** Limits as the product has them: one call a second, five a minute, 1500 an hour. */
export function createThrottle(): Throttle {
  let admitted: readonly number[] = [];
  return {
    admit: (now) => {
      admitted = admitted.filter((time) => time > now - 3_600_000);
      for (const { period, calls, word } of QUOTAS) {
        const recent = admitted.filter((time) => time > now - period);
        const [oldest] = recent;
        if (oldest === undefined || recent.length < calls) continue;
        const wait = Math.max(1, Math.ceil((oldest + period - now) / 1000));
        return {
          status: 429,
          statusText: `API calls quota exceeded! maximum admitted ${calls} per ${word}.`,
          headers: { ...HEADERS, 'Retry-After': String(wait) },
          body: null,
        };
      }
      admitted = [...admitted, now];
      return null;
    },
  };
}
