/** `--output`. */
export const FORMATS = [
  'table',
  'wide',
  'json',
  'ndjson',
  'csv',
  'tsv',
  'yaml',
  'markdown',
] as const;

export type Format = (typeof FORMATS)[number];

/** Whether a value of `--output` is a format. */
export function isFormat(name: string): name is Format {
  return FORMATS.some((format) => format === name);
}
