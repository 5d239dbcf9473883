/** Under which heading help shows a flag. */
export type FlagGroup = 'Selection' | 'Threshold' | 'Output' | 'Mail' | 'Connection' | 'General';

/** A flag as data: parsing, help and completion are made from it. */
export interface Flag {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value; a flag without one is a switch. */
  readonly value?: string;
  readonly description: string;
  readonly group: FlagGroup;
  /** The words that the value, or each word of its comma list, may be. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly repeatable?: boolean;
  /** Of one that may be repeated: whether an empty value means something. */
  readonly mayBeEmpty?: boolean;
  /** The environment variable that says the same. */
  readonly variable?: string;
}

const COMMA_LISTS: readonly (string | undefined)[] = ['<list>', '<keys>', '<fields>'];

/** Whether the value is a list whose parts are separated by commas. */
export function isCommaList({ value }: Pick<Flag, 'value'>): boolean {
  return COMMA_LISTS.includes(value);
}
