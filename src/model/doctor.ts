/** What `doctor` looks at, in the order in which it does; later ones need the earlier ones. */
export const DOCTOR_CHECKS = [
  'name',
  'tcp',
  'tls',
  'tls-chain',
  'tls-name',
  'tls-fingerprint',
  'tls-expiry',
  'product',
  'api-versions',
  'clock',
  'login',
  'rights',
] as const;

export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** `warn` does not keep vsi from working now. */
export const DOCTOR_RESULTS = ['ok', 'warn', 'fail'] as const;

export type DoctorResult = (typeof DOCTOR_RESULTS)[number];

/** One check of one server; keys and their order are the record's. */
export interface DoctorLine {
  readonly server: string;
  readonly check: DoctorCheck;
  readonly result: DoctorResult;
  /** What was seen. */
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly hint: string | null;
}
