/** What `stats --by` takes. */
export const GROUPINGS = ['job', 'day', 'week', 'kind', 'server'] as const;

export type Grouping = (typeof GROUPINGS)[number];

/** What a row stands for: a reason, or a reason in one job or of one object. */
export const REASON_GROUPINGS = ['reason', 'job', 'object'] as const;
export type ReasonGrouping = (typeof REASON_GROUPINGS)[number];
