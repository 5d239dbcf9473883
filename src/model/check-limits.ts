/** The limits by which `check` judges a job, as people write them: in flags and in the settings file. */
import { parseDuration } from './duration.ts';
import { OFF, type Levels } from './levels.ts';

/** How a limit is written. */
type Form = 'time' | 'count' | 'tolerated' | 'percent' | 'gravity';

/** Every limit by its name in the settings file, with the form of its value. */
const FORMS = {
  maxAge: 'time',
  failures: 'count',
  warnings: 'tolerated',
  missed: 'time',
  disabled: 'time',
  maxRunning: 'time',
  slow: 'percent',
  neverRun: 'gravity',
  stopped: 'gravity',
} as const satisfies Record<string, Form>;

/** A limit by its name. */
export type CheckLimit = keyof typeof FORMS;

export const CHECK_LIMITS = Object.keys(FORMS).filter(isCheckLimit);

/** Limits that are set; what is not set has another origin. Times are milliseconds. */
export type CheckLimits = Readonly<Partial<Record<CheckLimit, Levels>>>;

/** What the settings file says of some jobs. */
export interface CheckRule {
  /** Id, name, or name with `*`. */
  readonly job: string;
  /** The saved server whose jobs are meant; null: any. */
  readonly server: string | null;
  /** Whether they are not judged at all; null: nothing is said. */
  readonly ignore: boolean | null;
  readonly limits: CheckLimits;
  /** Where it stands: `servers.yaml:12`. */
  readonly origin: string;
}

export function isCheckLimit(text: string): text is CheckLimit {
  return Object.hasOwn(FORMS, text);
}

/** The word behind `ok` for a finding of that gravity. */
const GRAVITIES: ReadonlyMap<string, Levels> = new Map([
  ['ok', OFF],
  ['off', OFF],
  ['warning', { warning: 1, critical: null }],
  ['critical', { warning: null, critical: 1 }],
]);

const ALLOWED: Readonly<Record<Form, string>> = {
  time: '26h (critical), 26h,50h (warning, critical), 26h, (a warning only) or off',
  count: '3 (critical), 1,3 (warning, critical), 1, (a warning only) or off',
  tolerated: 'a whole number from 0 on, or off: how many in a row are tolerated',
  percent: '200 (critical), 150,200 (warning, critical), 150, (a warning only) or off',
  gravity: 'one of ok, warning, critical',
};

/** What may stand in a limit, for a hint. */
export function allowedLimit(limit: CheckLimit): string {
  return ALLOWED[FORMS[limit]];
}

/**
 * Reads a limit: one value is critical, two are warning and critical, a comma behind a single one makes
 * it a warning; `off` judges nothing. Null: it cannot be read.
 */
export function readLimit(limit: CheckLimit, text: string): Levels | null {
  const form = FORMS[limit];
  const written = text.trim().toLowerCase();
  if (form === 'gravity') return GRAVITIES.get(written) ?? null;
  if (written === 'off') return OFF;
  const parts = written.split(',').map((part) => part.trim());
  if (form === 'tolerated') return toleratedOf(parts);
  const [first = '', second, ...rest] = parts;
  if (rest.length > 0 || (first === '' && (second ?? '') === '')) return null;
  const [warning, critical] = second === undefined ? ['', first] : [first, second];
  const levels = { warning: valueOf(form, warning), critical: valueOf(form, critical) };
  if (levels.warning === undefined || levels.critical === undefined) return null;
  const { warning: low, critical: high } = levels;
  // Such a warning could never be seen.
  if (low !== null && high !== null && low > high) return null;
  return { warning: low, critical: high };
}

/** So many are tolerated, one more is a warning. */
function toleratedOf(parts: readonly string[]): Levels | null {
  const [only = '', ...rest] = parts;
  if (rest.length > 0 || !/^\d{1,6}$/.test(only)) return null;
  return { warning: Number(only) + 1, critical: null };
}

/** null: nothing is written; undefined: it cannot be read. */
function valueOf(form: 'time' | 'count' | 'percent', text: string): number | null | undefined {
  if (text === '') return null;
  if (form === 'time') {
    const length = parseDuration(text);
    return length === null || length === 0 ? undefined : length;
  }
  const pattern = form === 'count' ? /^[1-9]\d{0,5}$/ : /^\d{1,6}(?:\.\d+)?%?$/;
  if (!pattern.test(text)) return undefined;
  const value = Number(text.replace('%', ''));
  // Half of the usual is no slowness; below, every run would be one.
  return form === 'percent' && value <= 100 ? undefined : value;
}
