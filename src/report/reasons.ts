import type { Severity } from '../analysis/health-limits.ts';
import { maskReason, reasonKey } from '../analysis/mask-reason.ts';
import { sayingOf } from '../analysis/reason-texts.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import type { Reason } from './model.ts';

/** How many reasons a report names for one run. */
const SHOWN_REASONS = 5;

/** How many objects are named as examples of a reason that several share. */
const SHOWN_OBJECTS = 3;

/** How many are looked at, so that it can be said how many there are. */
export const READ_REASONS = 500;

/** What one object or one line of a log says. */
export interface Statement {
  /** The machine, mailbox or site; null where the server names none. */
  readonly object: string | null;
  readonly level: Severity;
  readonly text: string;
}

/** What is known of why a run failed or warned. */
export interface Reasons {
  readonly reasons: readonly Reason[];
  /** How many statements those stand for that are not among them. */
  readonly more: number;
}

/** Of a run that says nothing of why. */
export const NO_REASONS: Reasons = { reasons: [], more: 0 };

/** What an object that failed or warned says; null where it says nothing. */
export function reasonOfTask({ name, status, message }: Task): Statement | null {
  if ((status !== 'failed' && status !== 'warning') || message === null) return null;
  return { object: name, level: severityOf(status), text: withoutLevel(message) };
}

/** What a line of the log says; null for one that says only that the job has ended. */
export function reasonOfLog({ level, title, description }: LogRecord): Statement | null {
  if (level !== 'failed' && level !== 'warning') return null;
  const isSummary = /^job finished\b/i.test(title);
  if (isSummary && description === null) return null;
  const text = isSummary ? (description ?? '') : joined(title, description);
  return { object: null, level: severityOf(level), text: withoutLevel(text) };
}

/** The session's own message, where nothing else says why. */
export function reasonOfSession({ message, status }: Session): Statement | null {
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
 * say the same. What differs only in names, ids and numbers is one reason, with how often it was said
 * and some of the objects that it is about.
 */
export function chooseReasons(found: readonly Statement[]): Reasons {
  const known: Statement[] = [];
  for (const each of [...found].sort((a, b) => rank(a) - rank(b))) {
    if (!known.some((other) => saysTheSame(other, each))) known.push(each);
  }
  const names = new Set(known.flatMap(({ object }) => (object === null ? [] : [object])));
  const groups = new Map<string, Group>();
  for (const statement of known) {
    const masked = maskReason(statement.text, names);
    const key = `${statement.level}\n${reasonKey(masked)}`;
    const group = groups.get(key) ?? { masked, statements: [] };
    group.statements.push(statement);
    groups.set(key, group);
  }
  const all = [...groups.values()].map((group) => reasonOfGroup(group, names));
  const hidden = all.slice(SHOWN_REASONS).reduce((sum, { count }) => sum + count, 0);
  return { reasons: all.slice(0, SHOWN_REASONS), more: hidden };
}

interface Group {
  /** The text with placeholders. */
  readonly masked: string;
  readonly statements: Statement[];
}

function reasonOfGroup({ masked, statements }: Group, names: ReadonlySet<string>): Reason {
  const [first] = statements;
  if (first === undefined) throw new RangeError('a reason that nobody gave');
  const { object, level, text } = first;
  const count = statements.length;
  if (count === 1) return { object, level, text, count, examples: object === null ? [] : [object] };
  const objects = new Set(statements.map((each) => objectOf(each, names)));
  objects.delete(null);
  return {
    object: null,
    level,
    text: commonText(statements, names) ?? masked,
    count,
    examples: [...objects].filter((name) => name !== null).slice(0, SHOWN_OBJECTS),
  };
}

/**
 * What all say, with placeholders only where they differ: `(404)` stays where it is 404 everywhere.
 * Null where they cannot be compared word by word.
 */
function commonText(statements: readonly Statement[], names: ReadonlySet<string>): string | null {
  const [first = [], ...others] = statements.map(({ text }) => text.trim().split(/\s+/));
  if (others.some(({ length }) => length !== first.length)) return null;
  const words = first.map((word, index) => {
    if (others.every((other) => other[index] === word)) return word;
    const masked = maskReason(word, names);
    return masked === word ? null : masked;
  });
  return words.includes(null) ? null : words.join(' ');
}

/** VB365 names its objects in the text alone. */
function objectOf({ object, text }: Statement, names: ReadonlySet<string>): string | null {
  return object ?? sayingOf({ title: text, description: null }, names).object;
}

function rank({ level }: Statement): number {
  return level === 'critical' ? 0 : 1;
}

function saysTheSame(known: Statement, reason: Statement): boolean {
  if (known.object === reason.object) return known.text === reason.text;
  if (reason.object !== null) return false;
  return reason.text.includes(known.text);
}

/** `object: text`; `41 × text (object, object, object and 38 more)`; or the text alone. */
export function reasonText(reason: Reason): string {
  const { object, text, count } = reason;
  if (count === 1) return object === null ? text : `${object}: ${text}`;
  const examples = examplesText(reason);
  return `${sharedText(reason)}${examples === null ? '' : ` (${examples})`}`;
}

/** `41 × text`, without the sentence's end: the examples belong to it. */
export function sharedText({ text, count }: Pick<Reason, 'text' | 'count'>): string {
  return count === 1 ? text : `${count} × ${text.replace(/[\s.]+$/u, '')}`;
}

/** `object, object, object and 38 more`; null where none is known. */
export function examplesText({
  examples,
  count,
}: Pick<Reason, 'examples' | 'count'>): string | null {
  if (examples.length === 0) return null;
  const more = count - examples.length;
  return `${examples.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
