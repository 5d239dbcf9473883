import { join } from 'node:path';
import {
  guardByMode,
  nameOfFile,
  isFolder,
  readPrivateFile,
  writePrivateFile,
  type FolderGuard,
} from './private-file.ts';

/** A word for completion, and a few words about it. */
export interface KeptCandidate {
  readonly value: string;
  readonly description: string;
}

/** Words that completion has asked servers for, as they were at some time. */
export interface KeptCandidates {
  /** When they were asked for, in milliseconds since 1970. */
  readonly at: number;
  readonly candidates: readonly KeptCandidate[];
}

/** Keeps what completion has asked servers for. Nothing here throws. */
export interface CandidateCache {
  /** @param key what was asked of whom */
  readonly read: (key: string) => Promise<KeptCandidates | null>;
  readonly write: (key: string, kept: KeptCandidates) => Promise<void>;
}

/** Where it is kept. */
export interface CandidateCacheOptions {
  /** The state directory. */
  readonly directory: string;
  /** A folder that must be there already, as a home folder is; null: none. */
  readonly within?: string | null;
  readonly guard?: FolderGuard;
}

const FORMAT = 1;

/**
 * One file for each question, private as the logins are: names of jobs are nobody else's business. A
 * file that is damaged or that others may read holds nothing.
 */
export function createCandidateCache({
  directory,
  within = null,
  guard = guardByMode,
}: CandidateCacheOptions): CandidateCache {
  const pathOf = (key: string): string => join(directory, 'completion', nameOfFile(key));
  return {
    read: async (key) => {
      const file = await readPrivateFile(pathOf(key));
      return file.kind === 'content' && !file.exposed ? readKept(file.text, key) : null;
    },
    write: async (key, { at, candidates }) => {
      if (within !== null && !(await isFolder(within))) return;
      const content = { format: FORMAT, key, at, candidates };
      await writePrivateFile(pathOf(key), `${JSON.stringify(content)}\n`, guard);
    },
  };
}

function readKept(text: string, key: string): KeptCandidates | null {
  const content = parseObject(text);
  const { at, candidates } = content;
  if (content.format !== FORMAT || content.key !== key || typeof at !== 'number') return null;
  if (!Array.isArray(candidates)) return null;
  return { at, candidates: candidates.filter(isCandidate) };
}

function isCandidate(value: unknown): value is KeptCandidate {
  return (
    typeof value === 'object' &&
    value !== null &&
    'value' in value &&
    'description' in value &&
    typeof value.value === 'string' &&
    typeof value.description === 'string'
  );
}

type Content = Partial<Record<'format' | 'key' | 'at' | 'candidates', unknown>>;

function parseObject(text: string): Content {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
