import type { Grouping } from '../../analysis/groupings.ts';
import type { StatsRow } from '../../analysis/stats-group.ts';
import { KINDS } from '../../model/kind.ts';
import { shareBar, sparkline } from '../screens/bars.ts';
import { formatPercent, NOT_AVAILABLE } from '../units.ts';
import { columnsOf, showValue, type ColumnDraft } from './columns.ts';
import { fieldsOf, type Column, type RecordKey, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<StatsRow>(
  {
    server: ['text', 'Server; null unless grouped by server or job', 'nullable'],
    jobId: ['text', 'Id of the job; null unless grouped by job', 'nullable'],
    jobName: ['text', 'Name of the job; null unless grouped by job', 'nullable'],
    kind: ['word', 'Kind of the runs; null unless grouped by kind', 'nullable'],
    day: [
      'text',
      'Day on which the runs began (2026-11-22); null unless grouped by day',
      'nullable',
    ],
    week: [
      'text',
      'ISO week in which the runs began (2026-W47); null unless grouped by week',
      'nullable',
    ],
    runs: ['count', 'Runs: a session together with its retries is one'],
    attempts: ['count', 'Sessions, retries included'],
    success: ['count', 'Runs that ended with success'],
    warning: ['count', 'Runs that ended with a warning'],
    failed: ['count', 'Runs that failed, the last retry included'],
    stopped: ['count', 'Runs that a person stopped'],
    running: ['count', 'Runs that are under way'],
    queued: ['count', 'Runs that wait'],
    other: ['count', 'Runs that are idle, disconnected, not-configured, none or unknown'],
    successRate: [
      'share',
      'success ÷ (success + warning + failed); null without any of them',
      'nullable',
    ],
    successOrWarningRate: [
      'share',
      '(success + warning) ÷ (success + warning + failed); null without any of them',
      'nullable',
    ],
    durationMedianSeconds: [
      'seconds',
      'Median of the durations of success, warning and failed runs, from the first start to the last end',
      'nullable',
    ],
    durationP95Seconds: [
      'seconds',
      '95th percentile of these durations, by nearest rank',
      'nullable',
    ],
    durationMaxSeconds: ['seconds', 'The longest of these durations', 'nullable'],
    transferredBytes: ['bytes', 'Bytes transferred, over all attempts', 'nullable'],
    readBytes: ['bytes', 'Bytes read, over all attempts; null in VB365', 'nullable'],
    processedBytes: ['bytes', 'Bytes looked at, over all attempts; null in VB365', 'nullable'],
    processedObjects: ['count', 'Objects processed, over all attempts; null in VBR', 'nullable'],
    bottlenecks: [
      'bottleneckCounts',
      'In how many runs each stage was the slowest, most frequent first; runs that name none are left out',
    ],
    lastSuccessAt: ['instant', 'End of the newest run with success or warning', 'nullable'],
    retriesKnown: [
      'boolean',
      'false where a server does not tell which sessions are retries: they count as runs then',
    ],
    retriesInferred: [
      'boolean',
      'true where retries were told from their place behind another session of the job',
    ],
    processingRateBytesPerSecond: [
      'bytesPerSecond',
      'Mean processing rate of the ended attempts that moved data, in bytes a second',
      'nullable',
    ],
    readRateBytesPerSecond: [
      'bytesPerSecond',
      'Mean read rate of the ended attempts that moved data, in bytes a second',
      'nullable',
    ],
    writeRateBytesPerSecond: [
      'bytesPerSecond',
      'Mean write rate of the ended attempts that moved data, in bytes a second',
      'nullable',
    ],
  },
  { kind: KINDS },
);

const BAR_WIDTH = 8;
const SPARK_WIDTH = 12;

const DRAFTS: readonly ColumnDraft<StatsRow>[] = [
  { key: 'server', importance: 96 },
  { key: 'jobName', header: 'JOB', importance: 100 },
  { key: 'kind', importance: 98 },
  { key: 'day', importance: 99, overflow: 'never' },
  { key: 'week', importance: 99, overflow: 'never' },
  { key: 'runs', importance: 90 },
  { key: 'attempts', importance: 0 },
  { key: 'success', importance: 30 },
  { key: 'warning', header: 'WARN', importance: 80, cell: countIn('warning') },
  { key: 'failed', header: 'FAIL', importance: 85, cell: countIn('failed') },
  { key: 'stopped', importance: 0 },
  { key: 'running', importance: 0 },
  { key: 'queued', importance: 0 },
  { key: 'other', importance: 0 },
  {
    key: 'successRate',
    header: 'SUCCESS RATE',
    importance: 95,
    cell: ({ successRate }, { theme, terminal }, wide) => {
      if (successRate === null) return theme.dim(NOT_AVAILABLE);
      const percent = formatPercent(100 * successRate);
      if (!terminal || wide) return percent;
      return `${shareBar(successRate, BAR_WIDTH, theme)} ${percent.padStart(6)}`;
    },
  },
  { key: 'successOrWarningRate', header: 'OR WARNING', importance: 0 },
  { key: 'durationMedianSeconds', header: 'MEDIAN', importance: 75 },
  { key: 'durationP95Seconds', header: 'P95', importance: 65 },
  { key: 'durationMaxSeconds', header: 'MAX', importance: 35 },
  { key: 'transferredBytes', header: 'TRANSFERRED', importance: 60 },
  { key: 'readBytes', header: 'READ', importance: 32 },
  { key: 'processedBytes', header: 'PROCESSED', importance: 0 },
  { key: 'processedObjects', header: 'OBJECTS', importance: 31 },
  { key: 'processingRateBytesPerSecond', header: 'RATE', importance: 40 },
  { key: 'readRateBytesPerSecond', header: 'READ/S', importance: 0 },
  { key: 'writeRateBytesPerSecond', header: 'WRITE/S', importance: 0 },
  {
    key: 'bottlenecks',
    header: 'BOTTLENECK',
    importance: 50,
    cell: (row, screen, wide) => {
      const { bottlenecks } = row;
      const [most] = bottlenecks;
      if (wide) return showValue('bottleneckCounts', bottlenecks, { screen, wide });
      if (most === undefined) return screen.theme.dim(NOT_AVAILABLE);
      const named = bottlenecks.reduce((sum, { runs }) => sum + runs, 0);
      const share = formatPercent(Math.round((100 * most.runs) / named));
      return `${screen.theme.bottleneck(most.bottleneck, null)} ${share}`;
    },
  },
  { key: 'lastSuccessAt', header: 'LAST SUCCESS', importance: 55 },
];

/** A count in the colour of its status; a dimmed 0. */
function countIn(status: 'warning' | 'failed'): Column<StatsRow>['cell'] {
  return (row, { theme }) =>
    row[status] === 0 ? theme.dim('0') : theme.inStatusColor(status, String(row[status]));
}

const COLUMNS = columnsOf<StatsRow>(FIELDS, DRAFTS);

/** What `stats` prints. */
export const STATS_RECORD: RecordSpec<StatsRow> = {
  noun: 'stats row',
  fields: FIELDS,
  columns: COLUMNS,
};

/** The columns that only say something where the rows are grouped by them. */
const GROUP_COLUMNS: ReadonlyMap<RecordKey<StatsRow>, Grouping> = new Map([
  ['jobName', 'job'],
  ['kind', 'kind'],
  ['day', 'day'],
  ['week', 'week'],
]);

/** What a table of statistics shows beside the records. */
export interface StatsTable {
  readonly by: readonly Grouping[];
  /** The durations of a row's runs, oldest first, for its sparkline; null: none is drawn. */
  readonly durationsOf: ((row: StatsRow) => readonly number[]) | null;
  /** The row that sums the others up; null: there is none. */
  readonly total: StatsRow | null;
}

/** The same record with the columns that a table of these groups needs. */
export function statsTable({ by, durationsOf, total }: StatsTable): RecordSpec<StatsRow> {
  const groups = by.flatMap((grouping) =>
    COLUMNS.filter(({ key }) => GROUP_COLUMNS.get(key) === grouping),
  );
  const [server, ...others] = COLUMNS.filter(({ key }) => !GROUP_COLUMNS.has(key));
  const shown = [...(server === undefined ? [] : [server]), ...groups, ...others];
  const first = groups[0] ?? shown.find(({ key }) => key === 'server');
  const columns = shown.flatMap((column) => {
    if (column === first) return [withTotal(column, total)];
    if (groups.includes(column) || column.key === 'server') return [blankInTotal(column, total)];
    return column.key === 'durationP95Seconds' && durationsOf !== null
      ? [trendColumn(column, durationsOf), column]
      : [column];
  });
  return { ...STATS_RECORD, columns };
}

function withTotal(column: Column<StatsRow>, total: StatsRow | null): Column<StatsRow> {
  return {
    ...column,
    cell: (row, screen, wide) =>
      row === total ? screen.theme.bold('Total') : column.cell(row, screen, wide),
  };
}

function blankInTotal(column: Column<StatsRow>, total: StatsRow | null): Column<StatsRow> {
  return {
    ...column,
    cell: (row, screen, wide) => (row === total ? '' : column.cell(row, screen, wide)),
  };
}

function trendColumn(
  column: Column<StatsRow>,
  durationsOf: (row: StatsRow) => readonly number[],
): Column<StatsRow> {
  return {
    ...column,
    header: 'DURATIONS',
    align: 'left',
    importance: 70,
    cell: (row, { theme }) => sparkline(durationsOf(row), SPARK_WIDTH, theme),
  };
}
