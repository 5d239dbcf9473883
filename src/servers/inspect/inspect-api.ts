/** Which product answers at an address, in which versions, and what its clock says; for `doctor`. */
import { isVsiError } from '../../model/errors.ts';
import { formatInstant } from '../../model/instant.ts';
import { PRODUCT_NAMES, type Product } from '../../model/product.ts';
import type { ServerEnvironment } from '../environment.ts';
import { createHttpClient } from '../http/http-client.ts';
import { mostTelling, type Candidate, type ServerAccess } from '../open-server.ts';
import { inspectVb365 } from '../vb365/inspect.ts';
import { inspectVbr } from '../vbr/inspect.ts';
import type { ApiQuestion, ApiReport, ClockReading } from './inspect-report.ts';
import { failed, ok, warned, type Finding } from './inspect-finding.ts';

/** The API that a command would use. */
export interface AnsweringApi {
  readonly candidate: Candidate;
}

/** How far clocks may be apart; milliseconds. */
const SKEW_NOTICE = 60_000;

const INSPECTORS: Readonly<Record<Product, (question: ApiQuestion) => Promise<ApiReport>>> = {
  vb365: inspectVb365,
  vbr: inspectVbr,
};

/** Asks at one address for the products that may be meant. */
export async function inspectApi(
  origin: string,
  access: ServerAccess,
  environment: ServerEnvironment,
): Promise<{ readonly findings: readonly Finding[]; readonly api: AnsweringApi | null }> {
  const candidates = access.candidates.filter((each) => each.origin === origin);
  const http = createHttpClient({ ...access, origin }, environment);
  try {
    const outcomes = await Promise.allSettled(
      candidates.map(async (candidate) => ({
        candidate,
        report: await INSPECTORS[candidate.product]({
          http,
          server: new URL(origin).host,
          now: environment.now,
          wanted: access.apiVersion,
        }),
      })),
    );
    const [found] = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    if (found !== undefined) return judge(found);
    const failures = outcomes.flatMap((each): readonly unknown[] =>
      each.status === 'rejected' ? [each.reason] : [],
    );
    const telling = mostTelling(failures, { candidates });
    if (!isVsiError(telling) || telling.code === 'INTERRUPTED') throw telling;
    return { findings: [failed('product', telling)], api: null };
  } finally {
    http.close();
  }
}

interface Found {
  readonly candidate: Candidate;
  readonly report: ApiReport;
}

function judge({ candidate, report }: Found) {
  const product = ok('product', PRODUCT_NAMES[candidate.product]);
  const findings = [product, versionsFinding(report), clockFinding(report.clock)];
  return { findings, api: typeof report.inUse === 'string' ? { candidate } : null };
}

function versionsFinding({ versions, inUse }: ApiReport): Finding {
  if (typeof inUse !== 'string') return failed('api-versions', inUse);
  const others = versions.filter((name) => name !== inUse);
  const also = others.length === 0 ? '' : `; the server also has ${others.join(', ')}`;
  return ok('api-versions', `${inUse} in use${also}`);
}

/** Windows of time are cut by this machine's clock, and sessions carry the server's. */
function clockFinding(reading: ClockReading | null): Finding {
  if (reading === null) {
    return warned(
      'clock',
      'the server tells no time',
      'compare its clock with this one by hand: --since and ages count on both',
    );
  }
  // An HTTP date has whole seconds: half of one is what it is wrong by on the average.
  const skew = reading.server - (reading.asked + reading.answered) / 2;
  const seconds = Math.round(Math.abs(skew) / 1000);
  const apart =
    seconds === 0
      ? 'the clocks agree'
      : `the server’s clock is ${seconds} s ${skew > 0 ? 'ahead' : 'behind'}`;
  const detail = `${apart} (${formatInstant(reading.server)})`;
  if (Math.abs(skew) <= SKEW_NOTICE) return ok('clock', detail);
  return warned(
    'clock',
    detail,
    'set both clocks right (NTP): --since and ages are told by this one, sessions by the server’s',
  );
}
