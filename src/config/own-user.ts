// Not by its name: Windows has no such export, which would end the program.
import system from 'node:process';

const ROOT = 0;

/** Whose files are ours; null: Windows, which has access lists instead (`platform.ts`). */
export function ownUser(): number | null {
  return system.geteuid?.() ?? null;
}

/** Whether a file is another user's: neither ours nor root's, who could have changed it in any case. */
export function isAnothers(owner: number, user: number | null): boolean {
  return user !== null && owner !== user && owner !== ROOT;
}
