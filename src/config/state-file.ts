import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  guardByMode,
  readPrivateFile,
  removePrivateFile,
  writePrivateFile,
  type FolderGuard,
} from './private-file.ts';

/** Where the program keeps what it found out. */
export interface StateFolder {
  /** The state directory. */
  readonly directory: string;
  /** A folder that must be there already, as a home folder is; null: none. */
  readonly within?: string | null;
  readonly guard?: FolderGuard;
}

/** Which file of the state folder is meant. */
export interface StatePlace {
  readonly folder: 'tokens' | 'refused' | 'completion' | 'reports';
  /** What the file is about: it is named by its hash, since it is nobody else's business. */
  readonly about: string;
  /** Whether a file that others may read is still trusted; one of theirs, or that they may write, never is. */
  readonly mayBeRead?: boolean;
}

/** The keys of a JSON object, whatever they hold. */
export type Content = Readonly<Partial<Record<string, unknown>>>;

/** One JSON object in a private file. Nothing here throws. */
export interface StateFile {
  /** Empty where there is no such file, or it is damaged, of another form, or not to be trusted. */
  readonly read: () => Promise<Content>;
  /** null: it is kept; else why it is not, in the system's code (`EACCES`). */
  readonly write: (content: Content) => Promise<string | null>;
  readonly remove: () => Promise<void>;
}

/** Files of another form than this one hold nothing. */
const FORMAT = 1;

/** A private file of the state folder. */
export function stateFile(
  { directory, within = null, guard = guardByMode }: StateFolder,
  { folder, about, mayBeRead = false }: StatePlace,
): StateFile {
  const path = join(directory, folder, nameOfFile(about));
  return {
    read: async () => {
      const file = await readPrivateFile(path);
      if (file.kind !== 'content' || file.foreign !== null) return {};
      if (file.exposed && !mayBeRead) return {};
      const content = parseObject(file.text);
      return content['format'] === FORMAT ? content : {};
    },
    write: async (content) => {
      if (within !== null && !(await isFolder(within))) return 'ENOENT';
      const text = `${JSON.stringify({ format: FORMAT, ...content })}\n`;
      const result = await writePrivateFile(path, text, guard);
      return result.kind === 'done' ? null : result.reason;
    },
    remove: async () => {
      await removePrivateFile(path);
    },
  };
}

function parseObject(text: string): Content {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function nameOfFile(about: string): string {
  return `${createHash('sha256').update(about).digest('hex').slice(0, 32)}.json`;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
