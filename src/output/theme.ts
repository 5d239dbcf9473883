import type { ChalkInstance } from 'chalk';
import type { LogLevel } from '../model/log-record.ts';
import type { Status } from '../model/status.ts';
import { bottleneckLabel } from './labels.ts';
import { formatPercent } from './units.ts';

/** 0 = none, 1 = 16 colours, 2 = 256, 3 = 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

export interface ThemeOptions {
  readonly colorLevel: ColorLevel;
  /** Only ASCII in what vsi itself draws (names of jobs stay as they are). */
  readonly ascii: boolean;
}

/**
 * Colours and symbols. Nothing is said by colour alone: a word, a letter or a shape says the same.
 * Texts passed in must be safe already (safe-text.ts).
 */
export interface Theme {
  readonly ascii: boolean;
  readonly colored: boolean;
  /** Stands where text was cut off. */
  readonly ellipsis: string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly heading: (text: string) => string;
  /** Symbol and word, coloured: `✔ success`. */
  readonly status: (status: Status) => string;
  /** The symbol alone, coloured: only beside the word. */
  readonly statusSymbol: (status: Status) => string;
  /** Some other text in the status' colour. */
  readonly inStatusColor: (status: Status, text: string) => string;
  /**
   * A job's last runs, one sign each. Given newest first as in the record, drawn as time runs, the
   * newest on the right: `●●▲✖●`, or letters (STATUS_LETTERS) without colour and with ascii.
   */
  readonly strip: (statuses: readonly Status[]) => string;
  /** The stage's word, with its load where that is known: `Source 99%`. */
  readonly bottleneck: (bottleneck: string, percent: number | null) => string;
  /** Any text coloured as a load: red from 90 percent on, yellow from 70 on. */
  readonly load: (percent: number, text: string) => string;
  /** A log level's word, coloured. */
  readonly level: (level: LogLevel) => string;
}

/** The letters of a strip: the first of the word, or the next that is free. */
export const STATUS_LETTERS: Readonly<Record<Status, string>> = {
  success: 'S',
  warning: 'W',
  failed: 'F',
  stopped: 'T',
  running: 'R',
  queued: 'Q',
  idle: 'I',
  disconnected: 'D',
  'not-configured': 'C',
  none: '-',
  unknown: '?',
};

const SYMBOLS: Readonly<Record<Status, string>> = {
  success: '✔',
  warning: '▲',
  failed: '✖',
  stopped: '■',
  running: '►',
  queued: '○',
  idle: '◇',
  disconnected: '✖',
  'not-configured': '✖',
  none: '·',
  unknown: '?',
};

const ASCII_SYMBOLS: Readonly<Record<Status, string>> = {
  success: '+',
  warning: '!',
  failed: 'x',
  stopped: '#',
  running: '>',
  queued: '~',
  idle: '=',
  disconnected: 'x',
  'not-configured': 'x',
  none: '-',
  unknown: '?',
};

const STRIP_SYMBOLS: Readonly<Record<Status, string>> = { ...SYMBOLS, success: '●' };

type Color = 'green' | 'yellow' | 'red' | 'blue' | 'cyan' | 'magenta' | 'gray';

const STATUS_COLORS: Readonly<Record<Status, Color>> = {
  success: 'green',
  warning: 'yellow',
  failed: 'red',
  stopped: 'yellow',
  running: 'blue',
  queued: 'blue',
  idle: 'cyan',
  disconnected: 'red',
  'not-configured': 'red',
  none: 'gray',
  unknown: 'magenta',
};

const LEVEL_COLORS: Readonly<Record<LogLevel, Color>> = {
  success: 'green',
  warning: 'yellow',
  failed: 'red',
  running: 'blue',
  info: 'gray',
};

const HIGH_LOAD = 90;
const RAISED_LOAD = 70;

/**
 * Makes a theme. chalk is loaded only for a colour level above 0, and only as an instance of our
 * own: its global one reads the process' streams and arguments, and ignores NO_COLOR.
 */
export async function createTheme({ colorLevel, ascii }: ThemeOptions): Promise<Theme> {
  if (colorLevel === 0) return themeOf(null, ascii);
  const { Chalk } = await import('chalk');
  return themeOf(new Chalk({ level: colorLevel }), ascii);
}

function themeOf(chalk: ChalkInstance | null, ascii: boolean): Theme {
  const symbols = ascii ? ASCII_SYMBOLS : SYMBOLS;
  const inColor = (color: Color, text: string) => (chalk === null ? text : chalk[color](text));
  const load = (percent: number, text: string) => inColor(loadColor(percent), text);
  const inStatusColor = (status: Status, text: string) => inColor(STATUS_COLORS[status], text);
  const stripSigns = chalk === null || ascii ? STATUS_LETTERS : STRIP_SYMBOLS;
  return {
    ascii,
    colored: chalk !== null,
    ellipsis: ascii ? '...' : '…',
    dim: (text) => (chalk === null ? text : chalk.dim(text)),
    bold: (text) => (chalk === null ? text : chalk.bold(text)),
    heading: (text) => (chalk === null ? text : chalk.bold(text)),
    status: (status) => inStatusColor(status, `${symbols[status]} ${status}`),
    statusSymbol: (status) => inStatusColor(status, symbols[status]),
    inStatusColor,
    strip: (statuses) =>
      statuses
        .map((status) => inStatusColor(status, stripSigns[status]))
        .reverse()
        .join(''),
    bottleneck: (bottleneck, percent) => {
      const label = bottleneckLabel(bottleneck);
      return percent === null
        ? inColor(kindColor(bottleneck), label)
        : load(percent, `${label} ${formatPercent(percent)}`);
    },
    load,
    level: (level) => inColor(LEVEL_COLORS[level], level),
  };
}

function loadColor(percent: number): Color {
  if (percent >= HIGH_LOAD) return 'red';
  return percent >= RAISED_LOAD ? 'yellow' : 'green';
}

/** Where no load is known: which part of the way the stage is on, in colours that judge nothing. */
function kindColor(bottleneck: string): Color {
  if (/network|wan/.test(bottleneck)) return 'magenta';
  if (bottleneck.includes('proxy')) return 'blue';
  if (bottleneck.startsWith('source')) return 'cyan';
  if (bottleneck.startsWith('target')) return 'magenta';
  return bottleneck === 'throttling' ? 'yellow' : 'gray';
}
