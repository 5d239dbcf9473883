import type { HttpResponse } from '../http/http.ts';
import type { ClockReading } from './inspect-report.ts';

/** The `Date` header of an answer; null where there is none that can be read. */
export function clockOf(
  { headers }: Pick<HttpResponse, 'headers'>,
  { asked, answered }: Pick<ClockReading, 'asked' | 'answered'>,
): ClockReading | null {
  const server = Date.parse(headers['date'] ?? '');
  return Number.isNaN(server) ? null : { server, asked, answered };
}
