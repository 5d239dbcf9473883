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
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/[\s_]+/g, '-')
    .toLowerCase();
}
