/** The JSON Schema of what `report --format json` prints. */
import { CONCERNS, SEVERITIES } from '../analysis/health-limits.ts';
import { KINDS } from '../model/kind.ts';
import { PRODUCTS } from '../model/product.ts';
import { fieldsOf, type FieldDescription } from '../output/records/field.ts';
import { DIALECT, objectSchema, type Schema } from '../output/schema.ts';
import type {
  BottleneckShare,
  Problem,
  Reason,
  ReportCounts,
  ReportDocument,
  ReportJob,
  ReportPeriod,
  ReportServer,
  ReportStatus,
  Solved,
  Unreachable,
} from './model.ts';

/** A part of the document: its flat keys, and what lies deeper. */
interface Part {
  readonly fields: readonly FieldDescription[];
  readonly deeper?: Readonly<Record<string, Schema>>;
}

function schemaOf({ fields, deeper = {} }: Part): Schema {
  return objectSchema(fields, deeper);
}

function listOf(description: string, items: Schema): Schema {
  return { description, type: 'array', items };
}

const REASON = fieldsOf<Reason>(
  {
    object: [
      'text',
      'Machine, mailbox or site; null where none is named or several share it',
      'nullable',
    ],
    level: ['word', 'How grave it is'],
    text: ['text', 'What the server says; placeholders where several say it of different things'],
    count: ['count', 'How often it was said'],
    examples: ['texts', 'Some of the objects that it is about'],
  },
  { level: SEVERITIES },
);

const PROBLEM = fieldsOf<Omit<Problem, 'reasons'>>(
  {
    server: ['text', 'Saved name of the server, else its host'],
    jobId: ['text', 'Id of the job'],
    jobName: ['text', 'Name of the job'],
    kind: ['word', 'What the job does'],
    concern: ['word', 'What is wrong'],
    severity: ['word', 'How grave it is'],
    since: ['instant', 'First run of the row, last success, or when it was due', 'nullable'],
    runsInRow: ['count', 'How many runs in a row (failed, warning); else null', 'nullable'],
    seconds: [
      'seconds',
      'For how long (overdue, missed, disabled, running-long); else null',
      'nullable',
    ],
    percent: ['percent', 'Duration in percent of the usual one (slow); else null', 'nullable'],
    isNew: [
      'boolean',
      'Whether the last report did not have it; null where there was none',
      'nullable',
    ],
    runId: ['text', "The run that shows it; null where it is no run's", 'nullable'],
    moreReasons: ['count', 'How many further reasons there are'],
  },
  { kind: KINDS, concern: CONCERNS, severity: SEVERITIES },
);

const UNREACHABLE = fieldsOf<Unreachable>({
  server: ['text', 'Saved name of the server, else its host'],
  code: ['text', 'What sort of failure it is'],
  message: ['text', 'What happened'],
  where: ['text', 'Where', 'nullable'],
  hint: ['text', 'What to do about it', 'nullable'],
  isNew: [
    'boolean',
    'Whether the last report did not have it; null where there was none',
    'nullable',
  ],
});

const SOLVED = fieldsOf<Solved>({
  server: ['text', 'Saved name of the server, else its host'],
  jobName: ['text', 'Name of the job; null: the server itself was not reached', 'nullable'],
  concern: ['text', 'What was wrong'],
});

const JOB = fieldsOf<Omit<ReportJob, 'runs'>>(
  {
    server: ['text', 'Saved name of the server, else its host'],
    jobId: ['text', 'Id of the job; null where its sessions name none', 'nullable'],
    jobName: ['text', 'Name of the job'],
    kind: ['word', 'What the job does'],
    enabled: ['boolean', 'Whether its schedule is on; null where it is not known', 'nullable'],
    listed: ['boolean', 'false: known from sessions only'],
    judgement: ['word', 'How it stands'],
    ignored: ['boolean', 'Whether the settings file says that it is not judged'],
    recentStatuses: ['statuses', 'Results of its last runs, newest first, up to 14'],
    lastSuccessAt: ['instant', 'End of its newest success or warning', 'nullable'],
    nextRunAt: ['instant', 'When it is due', 'nullable'],
  },
  { kind: KINDS, judgement: [...SEVERITIES, 'ok', 'unknown'] },
);

const SERVER = fieldsOf<Omit<ReportServer, 'jobs'>>(
  {
    name: ['text', 'Saved name of the server, else its host'],
    product: ['word', 'vb365 or vbr'],
    apiVersion: ['text', 'Version of the API that it was asked in'],
  },
  { product: PRODUCTS },
);

const COUNTS = fieldsOf<ReportCounts>({
  servers: ['count', 'All that were asked'],
  unreachableServers: ['count', 'Those that did not answer, or not to the end'],
  jobs: ['count', 'Jobs of the servers that answered'],
  jobsWithProblems: ['count', 'Those with something wrong'],
  problems: ['count', 'All that is wrong, servers included'],
  runs: ['count', 'Runs of the window'],
  success: ['count', 'Runs that succeeded'],
  warning: ['count', 'Runs that ended with a warning'],
  failed: ['count', 'Runs that failed'],
  stopped: ['count', 'Runs that a person stopped'],
  running: ['count', 'Runs under way'],
  queued: ['count', 'Runs that wait'],
  other: ['count', 'All others'],
});

const PERIOD = fieldsOf<ReportPeriod>({
  period: ['text', '`2026-11-22` or `2026-W47`'],
  runs: ['count', 'Runs that began in it'],
  success: ['count', 'Runs that succeeded'],
  warning: ['count', 'Runs that ended with a warning'],
  failed: ['count', 'Runs that failed'],
  successRate: ['share', 'Of success, warning and failed; null without any', 'nullable'],
  durationSeconds: ['seconds', 'Sum of their durations; null without any', 'nullable'],
  transferredBytes: ['bytes', 'Sum; null where none tells it', 'nullable'],
});

const SHARE = fieldsOf<BottleneckShare>({
  bottleneck: ['text', 'The slowest stage'],
  runs: ['count', 'In how many of the runs'],
  share: ['share', 'Of the runs that name one'],
});

type Deeper =
  | 'status'
  | 'counts'
  | 'unreachable'
  | 'problems'
  | 'madeGood'
  | 'solved'
  | 'servers'
  | 'bottlenecks'
  | 'days'
  | 'weeks';

const DOCUMENT = fieldsOf<Omit<ReportDocument, Deeper> & { readonly headline: string }>({
  title: ['text', 'What stands above it'],
  headline: ['text', '`All good`, `3 problems`'],
  generatedAt: ['instant', 'When it was made'],
  since: ['instant', 'Begin of the window'],
  until: ['instant', 'End of the window; null: up to now', 'nullable'],
  lastReportAt: ['instant', 'When the last report with the same question was made', 'nullable'],
  successRate: ['share', 'Of success, warning and failed runs; null without any', 'nullable'],
  transferredBytes: ['bytes', 'Sum over the window; null where none tells it', 'nullable'],
  readBytes: ['bytes', 'Sum over the window; null where none tells it', 'nullable'],
  processedBytes: ['bytes', 'Sum over the window; null where none tells it', 'nullable'],
  unlistedRuns: ['count', 'Runs of the window that are not listed (--limit, --only-problems)'],
  missing: ['texts', 'What could not be read, a sentence each'],
  notes: ['texts', 'What is to be known of the numbers, a sentence each'],
  onlyProblems: ['boolean', 'Whether what is well is left out'],
});

const STATUSES: readonly ReportStatus[] = ['success', 'warning', 'failed'];

const RUN: Schema = { $ref: 'report-run.json' };

/** Runs stand in it as in `report-run.json`; further keys are allowed, for later versions append some. */
export function reportSchema(): Schema {
  const reasons = listOf('Why, failures first', schemaOf({ fields: REASON }));
  const problem = schemaOf({ fields: PROBLEM, deeper: { reasons } });
  const job = schemaOf({
    fields: JOB,
    deeper: { runs: listOf('Its runs in the window, newest first unless --sort says else', RUN) },
  });
  const server = schemaOf({ fields: SERVER, deeper: { jobs: listOf('By name', job) } });
  const period = schemaOf({ fields: PERIOD });
  return {
    $schema: DIALECT,
    title: 'report',
    ...schemaOf({
      fields: DOCUMENT,
      deeper: {
        status: { description: 'The worst of what was found', type: 'string', enum: STATUSES },
        counts: { description: 'Of servers, jobs and runs', ...schemaOf({ fields: COUNTS }) },
        unreachable: listOf('Servers that did not answer', schemaOf({ fields: UNREACHABLE })),
        problems: listOf('What is wrong, in the order of reading', problem),
        madeGood: listOf('Runs that failed, of jobs whose later run succeeded', RUN),
        solved: listOf('What the last report had, and is well now', schemaOf({ fields: SOLVED })),
        servers: listOf('Those that answered, with their jobs', server),
        bottlenecks: listOf('Shares of the slowest stages', schemaOf({ fields: SHARE })),
        days: listOf('The last days, oldest first', period),
        weeks: listOf('The last weeks, oldest first', period),
      },
    }),
  };
}
