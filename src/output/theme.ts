import type { LogLevel } from '../model/log-record.ts';
import type { Status } from '../model/status.ts';

/** 0 = none, 1 = 16 colours, 2 = 256, 3 = 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

export interface ThemeOptions {
  readonly colorLevel: ColorLevel;
  /** Only ASCII in what vsi itself draws (names of jobs stay as they are). */
  readonly ascii: boolean;
}

/** Colours and symbols; nothing is said by colour alone. Every method takes text that is safe already. */
export interface Theme {
  readonly ascii: boolean;
  readonly colored: boolean;
  readonly ellipsis: string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly heading: (text: string) => string;
  /** Symbol and word, coloured: `✔ success`. */
  readonly status: (status: Status) => string;
  readonly statusSymbol: (status: Status) => string;
  /** Some other text in the status' colour. */
  readonly inStatusColor: (status: Status, text: string) => string;
  /** Given newest first as in the record, drawn with the newest on the right. */
  readonly strip: (statuses: readonly Status[]) => string;
  /** The stage's word, with its load where that is known: `Source 99%`. */
  readonly bottleneck: (bottleneck: string, percent: number | null) => string;
  /** Any text coloured as a load of so many percent. */
  readonly load: (percent: number, text: string) => string;
  /** A log level's word, coloured. */
  readonly level: (level: LogLevel) => string;
}

/** chalk is loaded only for a colour level above 0. */
export async function createTheme(options: ThemeOptions): Promise<Theme> {
  throw new Error(`being written ${String(options.ascii)}`);
}
