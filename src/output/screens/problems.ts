import type { LogRecord } from '../../model/log-record.ts';
import type { Task } from '../../model/task.ts';
import { logText } from '../records/log.ts';
import { safeText } from '../safe-text.ts';
import type { Screen } from '../screen.ts';
import type { Row, TableColumn } from '../table.ts';
import { formatDateTime, NOT_AVAILABLE } from '../units.ts';
import { NAME_COLUMN, PLAIN_COLUMN, plainTable } from './plain-table.ts';

const NAME: TableColumn = { ...NAME_COLUMN, importance: 80 };
const TIME: TableColumn = { ...PLAIN_COLUMN, importance: 50 };
const REASON: TableColumn = { ...PLAIN_COLUMN, importance: 100, overflow: 'wrap', minWidth: 24 };

interface Problems {
  readonly tasks: readonly Task[] | null;
  readonly problems: readonly LogRecord[] | null;
}

/** The objects that failed or warned with their reasons, then the log's warnings and errors. */
export function drawProblems({ tasks, problems }: Problems, screen: Screen): readonly string[] {
  const bad = tasks?.filter(({ status }) => status === 'failed' || status === 'warning') ?? [];
  const objects = section(`Objects with problems (${String(bad.length)})`, {
    columns: [PLAIN_COLUMN, NAME, REASON],
    rows: bad.map((task) => taskRow(task, screen)),
    screen,
  });
  const log = section(`Warnings and errors of the log (${String(problems?.length ?? 0)})`, {
    columns: [PLAIN_COLUMN, TIME, REASON],
    rows: problems?.map((record) => logRow(record, screen)) ?? [],
    screen,
  });
  const nothing =
    problems?.length === 0 && bad.length === 0
      ? [screen.theme.dim('No warnings or errors in the log.')]
      : [];
  return [...objects, ...(objects.length > 0 && log.length > 0 ? [''] : []), ...log, ...nothing];
}

interface SectionContent {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Row[];
  readonly screen: Screen;
}

function section(title: string, { columns, rows, screen }: SectionContent): readonly string[] {
  if (rows.length === 0) return [];
  return [screen.theme.heading(title), ...plainTable(columns, rows, screen)];
}

function taskRow({ status, name, id, message }: Task, { theme }: Screen): Row {
  return [
    theme.status(status),
    safeText(name ?? id),
    message === null ? theme.dim(NOT_AVAILABLE) : safeText(message),
  ];
}

function logRow(record: LogRecord, { theme, timeZone }: Screen): Row {
  return [
    theme.level(record.level),
    theme.dim(formatDateTime(record.startedAt, timeZone)),
    logText(record),
  ];
}
