import type { DoctorCheck, DoctorResult } from '../../model/doctor.ts';
import type { VsiError } from '../../model/errors.ts';

/** What one check found. */
export interface Finding {
  readonly check: DoctorCheck;
  readonly result: DoctorResult;
  /** What was seen. */
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly hint: string | null;
  /** Of a failed check: the error that a command would have met. */
  readonly failure: VsiError | null;
}

export function ok(check: DoctorCheck, detail: string): Finding {
  return { check, result: 'ok', detail, hint: null, failure: null };
}

export function warned(check: DoctorCheck, detail: string, hint: string): Finding {
  return { check, result: 'warn', detail, hint, failure: null };
}

export function failed(check: DoctorCheck, failure: VsiError): Finding {
  const detail = failure.where === null ? failure.message : `${failure.message} (${failure.where})`;
  return { check, result: 'fail', detail, hint: failure.hint, failure };
}

export function isFailed({ result }: Finding): boolean {
  return result === 'fail';
}
