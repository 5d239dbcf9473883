import type { Status } from '../../model/status.ts';
import type { ReportStatus } from '../model.ts';

/** The header bar, green, yellow or red as in Veeam's own mails; the text on it can be read. */
export const BAR_COLORS: Readonly<
  Record<ReportStatus, { readonly back: string; readonly text: string }>
> = {
  success: { back: '#0b7a3b', text: '#ffffff' },
  warning: { back: '#ffc83d', text: '#1d2330' },
  failed: { back: '#b3241b', text: '#ffffff' },
};

/** The tone of a status: text on white, and bars. */
export type Tone = 'good' | 'warn' | 'bad' | 'live' | 'mute';

export const TONE_COLORS: Readonly<Record<Tone, { readonly text: string; readonly fill: string }>> =
  {
    good: { text: '#0b7a3b', fill: '#2e9e5b' },
    warn: { text: '#8a5a00', fill: '#f0b429' },
    bad: { text: '#b3241b', fill: '#d64538' },
    live: { text: '#1f5fbf', fill: '#4a8af4' },
    mute: { text: '#5a6474', fill: '#8a94a6' },
  };

const TONES: Readonly<Record<Status, Tone>> = {
  success: 'good',
  warning: 'warn',
  failed: 'bad',
  stopped: 'warn',
  running: 'live',
  queued: 'live',
  idle: 'live',
  disconnected: 'bad',
  'not-configured': 'bad',
  none: 'mute',
  unknown: 'mute',
};

export function toneOf(status: Status): Tone {
  return TONES[status];
}

/** Bars that judge nothing, and the parts of the bottlenecks' bar. */
export const FILLS = {
  duration: '#7a63c7',
  data: '#3f7fd6',
} as const;

export const PARTS: readonly string[] = [
  '#3f7fd6',
  '#e08a2e',
  '#7a63c7',
  '#3aa3a0',
  '#c25b8f',
  '#7d8a3a',
  '#8a94a6',
];

/**
 * What goes beyond inline styles: the dark page, the small one and the printed one. A mail program
 * that knows no style sheets shows the light page, complete.
 */
export const STYLE_SHEET = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body, td, th, h1, h2, p, li { font-family: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
  body { -webkit-text-size-adjust: 100%; }
  td, th { vertical-align: top; }
  @media (prefers-color-scheme: dark) {
    body, .page { background-color: #11151c !important; }
    .sheet { background-color: #1b212b !important; }
    .sheet, .ink { color: #e6e9ef !important; }
    .mute, .head { color: #a8b2c2 !important; }
    .soft { background-color: #242b37 !important; }
    .line { border-color: #3a4352 !important; }
    .t-good { color: #62d394 !important; }
    .t-warn { color: #f5cd5b !important; }
    .t-bad { color: #ff938a !important; }
    .t-live { color: #92bbff !important; }
    .t-mute { color: #a8b2c2 !important; }
    .track { background-color: #2b3340 !important; }
  }
  @media (max-width: 660px) {
    .page > tbody > tr > td { padding: 0 !important; }
    .sheet { width: 100% !important; }
    .pad { padding-left: 14px !important; padding-right: 14px !important; }
    .bar { padding: 16px 14px !important; }
    .half { display: block !important; width: 100% !important; box-sizing: border-box; text-align: left !important; }
    .tile { font-size: 20px !important; }
    .wide { display: none !important; }
    .runs td, .runs th { padding-right: 5px !important; font-size: 12px !important; }
    .track-label { width: 34% !important; }
  }
  @media print {
    @page { margin: 12mm; }
    body, .page { background-color: #ffffff !important; }
    .page > tbody > tr > td { padding: 0 !important; }
    .sheet { width: 100% !important; }
    * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    tr, .keep { break-inside: avoid; }
    .page > tbody > tr, .sheet > tbody > tr { break-inside: auto; }
    h2 { break-after: avoid; }
  }
`;
