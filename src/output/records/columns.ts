import type { BottleneckCount } from '../../analysis/stats-group.ts';
import { STATUSES, type Status } from '../../model/status.ts';
import { bottleneckLabel } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import type { Screen } from '../screen.ts';
import * as units from '../units.ts';
import type { Column, Field, FieldType, RecordKey, RecordSpec } from './field.ts';

/** What a record's column says about itself; the rest follows from the field's type. */
export interface ColumnDraft<R> extends Partial<Omit<Column<R>, 'key' | 'importance'>> {
  readonly key: RecordKey<R>;
  readonly importance: number;
}

/** Names are not shortened below this width while a less important column can go instead. */
const NAME_MIN_WIDTH = 16;

const NUMBERS = new Set<FieldType>([
  'seconds',
  'bytes',
  'bytesPerSecond',
  'itemsPerSecond',
  'count',
  'percent',
  'share',
]);

/** The table columns of a record, completed from its field list. */
export function columnsOf<R extends object>(
  fields: readonly Field<R>[],
  drafts: readonly ColumnDraft<R>[],
): readonly Column<R>[] {
  return drafts.flatMap((draft) => {
    const field = fields.find(({ key }) => key === draft.key);
    return field === undefined ? [] : [{ ...plainColumn(field), ...draft }];
  });
}

/** The columns for these fields: the table's own where it has one, else made from the field. */
export function columnsFor<R extends object>(
  spec: RecordSpec<R>,
  fields: readonly Field<R>[],
): readonly Column<R>[] {
  return fields.map(
    (field) => spec.columns.find(({ key }) => key === field.key) ?? plainColumn(field),
  );
}

function plainColumn<R extends object>({ key, type }: Field<R>): Column<R> {
  return {
    key,
    header: key.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase(),
    cell: (record, screen, wide) => showValue(type, record[key], { screen, wide }),
    align: NUMBERS.has(type) ? 'right' : 'left',
    importance: 10,
    overflow: type === 'text' ? 'truncate' : 'never',
    minWidth: NAME_MIN_WIDTH,
  };
}

interface Showing {
  readonly screen: Screen;
  readonly wide: boolean;
}

/** A value as people read it, safe and coloured; what the server does not say is a dimmed n/a. */
export function showValue(type: FieldType, value: unknown, { screen, wide }: Showing): string {
  const { theme } = screen;
  if (value === null || value === undefined) return theme.dim(units.NOT_AVAILABLE);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return showNumber(type, value, { screen, wide });
  }
  if (typeof value === 'boolean') return units.formatYesNo(value);
  if (Array.isArray(value)) return showList(type, value, screen);
  if (typeof value !== 'string') return '';
  return type === 'status' && isStatus(value) ? theme.status(value) : safeText(value);
}

function showNumber(
  type: FieldType,
  value: number | bigint,
  { screen: { now, timeZone, terminal }, wide }: Showing,
): string {
  switch (type) {
    case 'instant':
      // What is read later, in a mail or a file, needs times that stay true.
      return wide || !terminal
        ? units.formatDateTime(Number(value), timeZone)
        : units.formatRelative(Number(value), now);
    case 'seconds':
      return units.formatDuration(Number(value));
    case 'bytes':
      return units.formatBytes(value);
    case 'bytesPerSecond':
      return units.formatByteRate(value);
    case 'percent':
      return units.formatPercent(Number(value));
    case 'share':
      return units.formatPercent(100 * Number(value));
    case 'itemsPerSecond':
    case 'count':
    case 'text':
    case 'word':
    case 'status':
    case 'boolean':
    case 'stageLoads':
    case 'statuses':
    case 'texts':
    case 'bottleneckCounts':
      return units.formatCount(value);
  }
}

function showList(type: FieldType, list: readonly unknown[], { theme }: Screen): string {
  if (type === 'texts') return safeText(list.map(String).join(', '));
  if (type === 'statuses') return theme.strip(list.filter(isStatus));
  if (type === 'bottleneckCounts') return showCounts(list, theme);
  const loads = list.flatMap((item) => (isStageLoad(item) ? [item] : []));
  return loads
    .map(({ stage, percent }) =>
      theme.load(percent, `${bottleneckLabel(stage)} ${units.formatPercent(percent)}`),
    )
    .join(' > ');
}

/** `Target 18, Source 2`: in how many runs each stage was the slowest. */
function showCounts(list: readonly unknown[], theme: Screen['theme']): string {
  return list
    .flatMap((item) => (isBottleneckCount(item) ? [item] : []))
    .map(
      ({ bottleneck, runs }) => `${theme.bottleneck(bottleneck, null)} ${units.formatCount(runs)}`,
    )
    .join(', ');
}

function isBottleneckCount(value: unknown): value is BottleneckCount {
  return (
    typeof value === 'object' &&
    value !== null &&
    'bottleneck' in value &&
    'runs' in value &&
    typeof value.bottleneck === 'string' &&
    typeof value.runs === 'number'
  );
}

function isStatus(value: unknown): value is Status {
  return STATUSES.some((status) => status === value);
}

function isStageLoad(
  value: unknown,
): value is { readonly stage: string; readonly percent: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'stage' in value &&
    'percent' in value &&
    typeof value.stage === 'string' &&
    typeof value.percent === 'number'
  );
}
