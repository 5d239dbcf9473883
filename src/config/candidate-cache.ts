import { stateFile, type Content, type StateFolder } from './state-file.ts';

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

/** One file for each question, private as the logins are: names of jobs are nobody else's business. */
export function createCandidateCache(folder: StateFolder): CandidateCache {
  const fileOf = (key: string) => stateFile(folder, { folder: 'completion', about: key });
  return {
    read: async (key) => keptOf(await fileOf(key).read(), key),
    write: async (key, { at, candidates }) => {
      await fileOf(key).write({ key, at, candidates });
    },
  };
}

function keptOf(content: Content, key: string): KeptCandidates | null {
  const { at, candidates } = content;
  if (content['key'] !== key || typeof at !== 'number' || !Array.isArray(candidates)) return null;
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
