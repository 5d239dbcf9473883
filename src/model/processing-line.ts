/**
 * VBR's log line about one object, `Processing <name>`: where the name ends and the reason begins
 * (api/vbr.md sections 5.2 and 5.15). Nothing marks it for sure, since names hold spaces and colons.
 */

const PROCESSING = /^processing\s+(?!finished\b|started\b)(\S.*)$/isu;
const REASON = /\s((?:error|warning|failed|details)\s?:.*|failed to\s.*)$/isu;
/** A machine's name, where none is known: the first word, if it looks like one, in front of a sentence. */
const MACHINE = /^(?=\S*[\d._-])\S+(?=\s+\p{Lu}\S*\s+\S+\s+\S)/u;

/** What stands behind `Processing`, or null for any other line. */
export function processedIn(line: string): string | null {
  return PROCESSING.exec(line.trim())?.[1] ?? null;
}

/**
 * The name at the beginning of what stands behind `Processing`: a word like `Error:` ends it.
 *
 * @returns null where no such word follows
 */
export function nameBeforeReason(processed: string): string | null {
  const reason = REASON.exec(processed);
  return reason === null ? null : processed.slice(0, reason.index).trim();
}

/** The longest of the known names that what stands behind `Processing` begins with. */
export function knownNameIn(processed: string, names: Iterable<string>): string | null {
  let longest: string | null = null;
  for (const name of names) {
    const isIt = processed === name || processed.startsWith(`${name} `);
    if (isIt && name.length > (longest?.length ?? 0)) longest = name;
  }
  return longest;
}

/** The first word, where it looks like a machine's name and a sentence follows; else null. */
export function likelyMachineIn(processed: string): string | null {
  return MACHINE.exec(processed)?.[0] ?? null;
}
