/** What `stats --by` takes. */
export const GROUPINGS = ['job', 'day', 'week', 'kind', 'server'] as const;

export type Grouping = (typeof GROUPINGS)[number];
