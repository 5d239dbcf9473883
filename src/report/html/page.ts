import type { ReportDocument } from '../model.ts';
import {
  headline,
  scope,
  STATUS_WORDS,
  timeText,
  TITLES,
  unlistedText,
  zoneText,
  type Clock,
} from '../wording.ts';
import { bottleneckBlock, daysBlock, weeksBlock } from './charts.ts';
import { cell, element, layout, row, section, text, type Html } from './markup.ts';
import { timelineBlock } from './timeline.ts';
import {
  madeGoodBlock,
  missingBlock,
  problemBlocks,
  solvedBlock,
  unreachableBlock,
} from './problems.ts';
import { serverBlock } from './runs.ts';
import { MOST_MAIL_BYTES, shortened, shortnessText, SHORTNESSES, type Shortness } from './short.ts';
import { STYLE_SHEET } from './styles.ts';
import { countsBlock, headBlock } from './summary.ts';

/** Should markup ever come through all the same, a browser runs and asks for nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** What the page needs to know of its making. */
export interface PageOptions extends Clock {
  /** Of vsi. */
  readonly version: string;
}

/** The page of a mail, and whether something was left out of it. */
export interface MailPage {
  readonly html: string;
  readonly isShort: boolean;
}

/** The most complete page that mail programs show whole. */
export function renderMailHtml(report: ReportDocument, options: PageOptions): MailPage {
  let page: MailPage = { html: '', isShort: false };
  for (const shortness of SHORTNESSES) {
    page = { html: renderHtml(report, options, shortness), isShort: shortness > 0 };
    if (Buffer.byteLength(page.html) <= MOST_MAIL_BYTES) break;
  }
  return page;
}

/**
 * The report as one HTML file: a mail and a page at once. Layout is tables with inline styles, which
 * every mail program draws; the style sheet only adds the dark, the small and the printed page. No
 * script, no picture, nothing that is asked for from elsewhere.
 */
export function renderHtml(
  whole: ReportDocument,
  options: PageOptions,
  shortness: Shortness = 0,
): string {
  const report = shortened(whole, shortness);
  const blocks = [
    headBlock(report, options),
    countsBlock(report),
    shortnessBlock(shortness),
    unreachableBlock(report),
    missingBlock(report),
    ...problemBlocks(report, options),
    solvedBlock(report),
    madeGoodBlock(report, options),
    ...(report.onlyProblems ? [] : [shortness < 2 ? timelineBlock(report, options) : '']),
    ...report.servers.map((server) => serverBlock(server, { ...options, isShort: shortness > 0 })),
    ...(report.onlyProblems
      ? []
      : [bottleneckBlock(report), daysBlock(report), weeksBlock(report)]),
    notesBlock(report),
    footBlock(report, options),
  ].filter((block) => block !== '');
  return `${[
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${text(POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${text(`${STATUS_WORDS[report.status]}: ${report.title}`)}</title>`,
    `<style>${STYLE_SHEET}</style>`,
    '</head>',
    '<body style="margin:0;padding:0;background-color:#eef1f5">',
    preview(report),
    pageOf(blocks),
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

/** What is left out. */
function shortnessBlock(shortness: Shortness): Html {
  const told = shortnessText(shortness);
  if (told === null) return '';
  return row([
    cell(text(told), {
      className: 'pad mute',
      style: 'padding:14px 24px 0;font-size:13px;line-height:18px;color:#5a6474',
    }),
  ]);
}

/** What mail programs show beside the subject. */
function preview(report: ReportDocument): Html {
  return element(
    'div',
    {
      attributes: { 'aria-hidden': 'true' },
      style: 'display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px',
    },
    text(`${headline(report)}: ${scope(report)}`),
  );
}

function pageOf(blocks: readonly Html[]): Html {
  const sheet = layout(
    {
      className: 'sheet',
      style:
        'width:640px;max-width:100%;margin:0 auto;background-color:#ffffff;color:#1d2330;font-size:14px;line-height:20px;font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif',
    },
    blocks.map((block) => `${block}\n`),
  );
  return element('main', {}, [
    layout({ className: 'page', style: 'background-color:#eef1f5' }, [
      row([cell(sheet, { style: 'padding:16px 8px' })]),
    ]),
  ]);
}

/** What is to be known of the numbers, and which runs are not listed. */
function notesBlock(report: ReportDocument): Html {
  const unlisted = unlistedText(report);
  const lines = [...(unlisted === null ? [] : [unlisted]), ...report.notes];
  if (lines.length === 0) return '';
  return section(
    TITLES.notes,
    lines.map((line) => element('div', { style: 'font-size:14px;line-height:22px' }, text(line))),
  );
}

function footBlock(report: ReportDocument, { version, ...clock }: PageOptions): Html {
  const parts = [
    `Made by vsi ${version}, ${timeText(report.generatedAt, clock)} (${zoneText(clock)})`,
    ...(report.lastReportAt === null
      ? []
      : [`the last report was of ${timeText(report.lastReportAt, clock)}`]),
  ];
  return row([
    cell(text(`${parts.join('; ')}.`), {
      className: 'pad mute line',
      style: 'padding:18px 24px 20px;font-size:12px;line-height:18px;color:#5a6474',
    }),
  ]);
}
