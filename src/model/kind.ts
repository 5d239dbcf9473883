/** What a job or session is for, in one vocabulary for both products. */
export const KINDS = [
  'backup',
  'copy',
  'replica',
  'restore',
  'log-backup',
  'archive',
  'configuration-backup',
  'surebackup',
  'malware-scan',
  'retrieval',
  'repository-sync',
  'owner-change',
  'automation',
  'infrastructure',
  'other',
] as const;

export type Kind = (typeof KINDS)[number];

/** How a run read its source; `null` in a record means that the server does not say. */
export const MODES = ['full', 'incremental', 'synthetic'] as const;

export type Mode = (typeof MODES)[number];

/**
 * A server's CamelCase word in kebab case: `BackupCopyJob` → `backup-copy-job`, `SourceWan` →
 * `source-wan`. Runs of capitals stay one word (`EntraIDTenantBackup` → `entra-id-tenant-backup`).
 */
export function kebabCase(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[\s_]+/g, '-')
    .toLowerCase();
}

/** The servers' own types that are one word and no kind (api/vbr.md section 3, api/vb365.md section 4). */
const SINGLE_WORD_TYPES: readonly string[] = [
  'failback',
  'failover',
  'job',
  'retention',
  'retrieve',
  'veod',
  'vesp',
  'vet',
  'vex',
];

/**
 * Whether `--kind` may take this word: a kind, `all`, or a server's own type in kebab case. Types of
 * coming revisions are let through where they are several words; a single word that nobody knows is
 * a typo.
 */
export function isKindWord(word: string): boolean {
  return (
    word === 'all' ||
    word.includes('-') ||
    KINDS.some((kind) => kind === word) ||
    SINGLE_WORD_TYPES.includes(word)
  );
}
