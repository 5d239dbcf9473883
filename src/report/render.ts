import { openWriter } from '../output/formats.ts';
import { REPORT_RUN_RECORD } from '../output/records/report-run.ts';
import type { Screen } from '../output/screen.ts';
import type { TextSink } from '../output/sink.ts';
import type { ReportDocument } from './model.ts';

/** The formats that are a text by themselves; a mail is made of two of them. */
export type RenderedFormat = 'text' | 'markdown' | 'html' | 'json' | 'csv';

/** Where and when a report is drawn, and by which version. */
export interface RenderPlace {
  readonly screen: Screen;
  readonly version: string;
}

/** The report in one format. The code of the others is not loaded. */
export async function renderReport(
  report: ReportDocument,
  format: RenderedFormat,
  { screen, version }: RenderPlace,
): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('./text/page.ts')).renderText(report, screen);
    case 'markdown':
      return (await import('./markdown.ts')).renderMarkdown(report, screen);
    case 'html':
      return (await import('./html/page.ts')).renderHtml(report, {
        timeZone: screen.timeZone,
        version,
      });
    case 'json':
      return (await import('./json.ts')).renderJson(report);
    case 'csv':
      return csvOf(report, screen);
  }
}

/** One row a run, all of them, in the order of the report. */
async function csvOf(report: ReportDocument, screen: Screen): Promise<string> {
  const parts: string[] = [];
  const sink: TextSink = {
    write: async (text) => void parts.push(text),
    flush: async () => undefined,
    closed: false,
  };
  const writer = await openWriter(REPORT_RUN_RECORD, {
    format: 'csv',
    fields: null,
    sink,
    screen,
    header: true,
    raw: false,
  });
  for (const { jobs } of report.servers) {
    for (const { runs } of jobs) await writer.write(runs);
  }
  await writer.end();
  return parts.join('');
}
