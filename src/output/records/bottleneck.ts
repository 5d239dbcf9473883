import type { BottleneckRow } from '../../analysis/bottlenecks.ts';
import { bottleneckPercent } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import { shareBar } from '../screens/bars.ts';
import { showLoads, showLoadsShort } from '../screens/loads.ts';
import { formatPercent, NOT_AVAILABLE } from '../units.ts';
import { columnsOf, showValue } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<BottleneckRow>({
  server: ['text', 'Saved name of the server, else its host'],
  jobId: ['text', 'Id of the job; null where the sessions belong to none', 'nullable'],
  jobName: ['text', 'Name of the job; null where it is not known', 'nullable'],
  runs: ['count', 'Runs of the job that name a bottleneck'],
  bottleneck: ['text', 'The stage that was the slowest: source, proxy, network, target …'],
  bottleneckRuns: ['count', 'In how many of these runs it was'],
  share: ['share', 'bottleneckRuns ÷ runs'],
  stageLoads: [
    'stageLoads',
    'Mean load of each stage in percent, over those of these runs whose loads are known; null where none are',
    'nullable',
  ],
  advice: ['text', 'What to look at; null for a stage that vsi does not know', 'nullable'],
});

const BAR_WIDTH = 8;

/** What `bottlenecks` prints. */
export const BOTTLENECK_RECORD: RecordSpec<BottleneckRow> = {
  noun: 'bottleneck row',
  fields: FIELDS,
  columns: columnsOf<BottleneckRow>(FIELDS, [
    // Shown with several servers only, which may have jobs of the same name.
    { key: 'server', importance: 92 },
    { key: 'jobName', header: 'JOB', importance: 90 },
    {
      key: 'bottleneck',
      header: 'BOTTLENECK',
      importance: 100,
      overflow: 'never',
      cell: (row, { theme }) => theme.bottleneck(row.bottleneck, bottleneckPercent(row)),
    },
    {
      key: 'bottleneckRuns',
      header: 'RUNS',
      importance: 95,
      cell: ({ bottleneckRuns, runs }) => `${String(bottleneckRuns)} of ${String(runs)}`,
    },
    { key: 'runs', header: 'ALL RUNS', importance: 0 },
    {
      key: 'share',
      importance: 80,
      cell: ({ share }, { theme, terminal }, wide) => {
        const percent = formatPercent(Math.round(100 * share));
        if (!terminal || wide) return percent;
        return `${shareBar(share, BAR_WIDTH, theme)} ${percent.padStart(4)}`;
      },
    },
    {
      key: 'stageLoads',
      header: 'MEAN LOADS (%)',
      importance: 75,
      cell: ({ stageLoads }, screen, wide) => {
        if (stageLoads === null) return screen.theme.dim(NOT_AVAILABLE);
        return wide
          ? showLoads(stageLoads, screen).join('  ')
          : showLoadsShort(stageLoads, screen).join(' ');
      },
    },
    {
      key: 'advice',
      importance: 0,
      cell: ({ advice }, screen, wide) =>
        advice === null ? showValue('text', null, { screen, wide }) : safeText(advice),
    },
  ]),
};
