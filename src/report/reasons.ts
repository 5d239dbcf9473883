import type { Severity } from '../analysis/health-limits.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import type { Reason } from './model.ts';

/** How many reasons a report names for one run. */
export const SHOWN_REASONS = 5;

/** How many are looked at, so that it can be said how many there are. */
export const READ_REASONS = 500;

/** What is known of why a run failed or warned. */
export interface Reasons {
  readonly reasons: readonly Reason[];
  readonly more: number;
}

export const NO_REASONS: Reasons = { reasons: [], more: 0 };

/** What an object that failed or warned says; null where it says nothing. */
export function reasonOfTask({ name, status, message }: Task): Reason | null {
  if ((status !== 'failed' && status !== 'warning') || message === null) return null;
  return { object: name, level: severityOf(status), text: withoutLevel(message) };
}

/** What a line of the log says; null for one that says only that the job has ended. */
export function reasonOfLog({ level, title, description }: LogRecord): Reason | null {
  if (level !== 'failed' && level !== 'warning') return null;
  const isSummary = /^job finished\b/i.test(title);
  if (isSummary && description === null) return null;
  const text = isSummary ? (description ?? '') : joined(title, description);
  return { object: null, level: severityOf(level), text: withoutLevel(text) };
}

/** The session's own message, where nothing else says why. */
export function reasonOfSession({ message, status }: Session): Reason | null {
  if (message === null || message.trim() === '') return null;
  const level = status === 'warning' || status === 'stopped' ? 'warning' : 'critical';
  return { object: null, level, text: withoutLevel(message) };
}

function severityOf(word: 'failed' | 'warning'): Severity {
  return word === 'failed' ? 'critical' : 'warning';
}

function joined(title: string, description: string | null): string {
  return description === null || description === '' ? title : `${title} - ${description}`;
}

/** `Error: …`: the sign before the line says that already. */
function withoutLevel(text: string): string {
  return text.trim().replace(/^(?:error|warning): (?=\S)/i, '');
}

/**
 * The reasons to show: failures before warnings, each text once, also where an object and the log
 * say the same.
 */
export function chooseReasons(found: readonly Reason[]): Reasons {
  const known: Reason[] = [];
  for (const reason of [...found].sort((a, b) => rank(a) - rank(b))) {
    if (!known.some((other) => saysTheSame(other, reason))) known.push(reason);
  }
  return { reasons: known.slice(0, SHOWN_REASONS), more: known.slice(SHOWN_REASONS).length };
}

function rank({ level }: Reason): number {
  return level === 'critical' ? 0 : 1;
}

function saysTheSame(known: Reason, reason: Reason): boolean {
  if (known.object === reason.object) return known.text === reason.text;
  if (reason.object !== null) return false;
  return reason.text.includes(known.text);
}

/** `object: text`, or the text alone. */
export function reasonText({ object, text }: Reason): string {
  return object === null ? text : `${object}: ${text}`;
}
