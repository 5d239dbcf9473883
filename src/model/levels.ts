/** From which value on something is a warning, and from which on critical; null: never. */
export interface Levels {
  readonly warning: number | null;
  readonly critical: number | null;
}

/** Nothing is a finding. */
export const OFF: Levels = { warning: null, critical: null };
