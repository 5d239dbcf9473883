/** One line of a log; while `now` lies before its end its status is `None`. */
export interface LogLine {
  readonly id: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly status: 'Succeeded' | 'Warning' | 'Failed';
  readonly title: string;
  readonly description: string;
  readonly info: { readonly field: string; readonly data: string } | null;
}

/** A line before it has its number; it takes no time unless it says so. */
export type LineDraft = Pick<LogLine, 'startsAt' | 'title'> & Partial<Omit<LogLine, 'id'>>;

/** Puts lines in the order in which they are written and numbers them; what never comes is left out. */
export function numberLines(drafts: readonly LineDraft[], first: number): readonly LogLine[] {
  return drafts
    .filter(({ startsAt }) => Number.isFinite(startsAt))
    .sort((a, b) => a.startsAt - b.startsAt)
    .map((draft, index) => ({
      endsAt: draft.startsAt,
      status: 'Succeeded' as const,
      description: '',
      info: null,
      ...draft,
      id: first + index,
    }));
}

/** `Source 99% > Proxy 36% > Network 8% > Target 0%` */
export function stageText(
  loads: readonly { readonly stage: string; readonly percent: number }[],
): string {
  return loads.map(({ stage, percent }) => `${stage} ${percent}%`).join(' > ');
}
