/** What lines of logs and messages say of reasons, and of the objects that they are about. */
import type { LogRecord } from '../model/log-record.ts';
import {
  knownNameIn,
  likelyMachineIn,
  nameBeforeReason,
  processedIn,
} from '../model/processing-line.ts';

/** How a log ends: `Job finished with error at 11/24/2026 7:37:01 PM`. */
const CLOSING =
  /^(?:(?:\w+ )?job|session|backup|replication|processing)\s+(?:(?:has|was|been)\s+)*(?:finished|completed|ended|stopped|failed)\b[^:]*(?:\bat\b|$)/iu;

/** Says that something went wrong, not what (api/vbr.md section 5.8). */
const USELESS: readonly RegExp[] = [
  /^\s*(?:success|succeeded|warning|failed|failure|error|none|stopped|cancell?ed)?[\s.!]*$/iu,
  /\b(?:check|see|view)\s+(?:the\s+)?(?:session|job|task)?\s*logs?\b/iu,
  // The summary of a VB365 session, and the step at which VBR happened to stop.
  /^transferred:\s/iu,
  /\(\d+\s?% done\)\s*$/iu,
];

/** Whether a text is the line with which a log ends. */
export function isClosing(text: string): boolean {
  return CLOSING.test(text.trim());
}

/** Whether a text gives no reason. */
export function isUseless(text: string): boolean {
  return USELESS.some((pattern) => pattern.test(text));
}

const END_OF_NAME =
  '(?=\\s+(?:was|were|is|has|have|failed|could|cannot|with|not)\\b|[.:;,](?:\\s|$)|\\s[-–(]|\\s*$)';

/** Lines of VB365 about an object: its API names none (api/vb365.md section 4). */
const OBJECTS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:process|processing|back up|backup|backing up)\\s+(?:the\\s+)?(?:mailbox|archive mailbox|site|personal site|onedrive|team|group|user|object|folder|item|list|channel)s?:?\\s+(?!of\\b|\\d)(\\S.*?)${END_OF_NAME}`,
    'iu',
  ),
  new RegExp(
    `^\\s*(?:mailbox|archive mailbox|site|personal site|onedrive|team|group|user|object):?\\s+(?!of\\b)(\\S.*?)${END_OF_NAME}`,
    'iu',
  ),
];

/** What a record says, and of which object; null where it names none. */
export interface Said {
  readonly text: string;
  readonly object: string | null;
}

/** @param names objects of the session, as far as they are known */
export function sayingOf(
  { title, description }: Pick<LogRecord, 'title' | 'description'>,
  names: ReadonlySet<string>,
): Said {
  const about = description?.trim() ?? '';
  const line = title.trim();
  return (
    sayingOfMachine(line, about, names) ??
    sayingOfObject(line.includes(about) ? line : `${line} - ${about}`)
  );
}

function sayingOfObject(text: string): Said {
  const object = OBJECTS.map((pattern) => pattern.exec(text)?.[1]).find(
    (name) => name !== undefined,
  );
  return { text, object: object ?? null };
}

/** What VB365 processes; VBR's machines come without a word for what they are. */
const NO_MACHINE =
  /^(?:of|mailbox|archive|site|personal|team|onedrive|group|user|object)(?=[\s:]|$)/iu;

function sayingOfMachine(line: string, about: string, names: ReadonlySet<string>): Said | null {
  const machine = processedIn(line);
  if (machine === null || NO_MACHINE.test(machine)) return null;
  const object =
    knownNameIn(machine, names) ?? nameBeforeReason(machine) ?? likelyMachineIn(machine) ?? machine;
  const rest = machine.slice(object.length).trim();
  const text = rest === '' ? about : rest;
  return text === '' ? null : { text, object };
}
