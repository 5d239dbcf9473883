import type { Host } from '../host.ts';

/** What is known of standard output, decided once a run. */
export interface Terminal {
  readonly stdoutIsTerminal: boolean;
  /** Columns to fit tables into. */
  readonly width: number;
}

const DEFAULT_WIDTH = 80;

/**
 * Looks at the stream and the environment. `VSI_FORCE_TTY=<columns>` makes a pipe look like a
 * terminal of that width, for tests; COLUMNS overrides the width that a terminal reports.
 */
export function inspectTerminal(host: Pick<Host, 'stdout' | 'variables'>): Terminal {
  const forced = positive(host.variables['VSI_FORCE_TTY']);
  const stdoutIsTerminal = forced !== null || host.stdout.isTTY === true;
  return {
    stdoutIsTerminal,
    width:
      forced ??
      positive(host.variables['COLUMNS']) ??
      positive(stdoutIsTerminal ? host.stdout.columns : null) ??
      DEFAULT_WIDTH,
  };
}

const DEFAULT_HEIGHT = 24;

/** Lines that the terminal of standard output holds at this moment; LINES overrides what it reports. */
export function terminalHeight({ stdout, variables }: Pick<Host, 'stdout' | 'variables'>): number {
  return positive(variables['LINES']) ?? positive(stdout.rows) ?? DEFAULT_HEIGHT;
}

function positive(value: string | number | null | undefined): number | null {
  const number = Number(value ?? NaN);
  return Number.isInteger(number) && number > 0 ? number : null;
}
