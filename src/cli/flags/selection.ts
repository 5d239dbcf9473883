import { GROUPINGS, REASON_GROUPINGS } from '../../analysis/groupings.ts';
import { KINDS } from '../../model/kind.ts';
import { LOG_LEVELS } from '../../model/log-record.ts';
import { STATUSES } from '../../model/status.ts';
import type { Flag } from './flag.ts';

const selection = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Selection' });

/** What is looked at. */
export const SELECTION = {
  job: selection({
    name: 'job',
    value: '<job>',
    repeatable: true,
    description: 'only this job: id, name, or a name with *; may be repeated',
  }),
  ofJob: selection({
    name: 'job',
    value: '<job>',
    repeatable: true,
    description: 'with latest: the job whose newest session is meant',
  }),
  ofNextSession: selection({
    name: 'job',
    value: '<job>',
    repeatable: true,
    description: 'the job whose running session, else next one, is meant',
  }),
  wait: selection({
    name: 'wait',
    value: '<time>',
    description: 'give up after so long, with exit 8 where it still runs: 90s, 30m, 8h',
  }),
  interval: selection({
    name: 'interval',
    value: '<time>',
    description: 'look again after so long, 1s to 1h (default: after 2 to 10 seconds)',
  }),
  since: selection({
    name: 'since',
    value: '<time>',
    description: 'overlapping the time from here on: 24h, 7d, today, 2026-11-01, ISO 8601',
  }),
  until: selection({
    name: 'until',
    value: '<time>',
    description: 'begun before this time; a date means its end',
  }),
  lastRunSince: selection({
    name: 'since',
    value: '<time>',
    description:
      'only jobs whose last run overlaps the time from here on: 24h, 7d, today, 2026-11-01, ISO 8601',
  }),
  lastRunUntil: selection({
    name: 'until',
    value: '<time>',
    description:
      'only jobs whose last run began before this time: with 7d those that have not run for a week; a date means its end',
  }),
  status: selection({
    name: 'status',
    value: '<list>',
    choices: STATUSES,
    description: 'only these statuses, separated by commas',
  }),
  lastStatus: selection({
    name: 'status',
    value: '<list>',
    choices: STATUSES,
    description: 'only jobs whose last run has one of these statuses, separated by commas',
  }),
  kind: selection({
    name: 'kind',
    value: '<list>',
    choices: [...KINDS, 'all'],
    description: "only these kinds, or a server's own type (backup-copy-job), or all",
  }),
  with: selection({
    name: 'with',
    value: '<list>',
    choices: ['statistics'],
    description: 'statistics: ask also for what takes further requests (rates, sizes, bottleneck)',
  }),
  groupBy: selection({
    name: 'by',
    value: '<list>',
    choices: GROUPINGS,
    description: 'one row for each of these, separated by commas; without it one row for all',
  }),
  errorsBy: selection({
    name: 'by',
    value: '<group>',
    choices: REASON_GROUPINGS,
    description:
      'one row for each reason, or for each reason of a job or an object (default reason)',
  }),
  last: selection({
    name: 'last',
    value: '<n>',
    description: 'only the newest so many runs of each job, within the window',
  }),
  attempts: selection({
    name: 'attempts',
    description: 'count every session by itself, not a session and its retries as one run',
  }),
  attemptsOfLast: selection({
    name: 'attempts',
    description: 'with --last: a retry is a run of its own, too',
  }),
  lastInStrip: selection({
    name: 'last',
    value: '<n>',
    description: 'only the newest so many runs in the strip of each job (14 at the most)',
  }),
  attemptsInStrip: selection({
    name: 'attempts',
    description:
      'take every session for a run by itself: in the strip, as the last run, and in the failures in a row',
  }),
  allRows: selection({
    name: 'limit',
    value: '<n>',
    description: 'how many rows at the most (default: all)',
  }),
  limit: selection({
    name: 'limit',
    value: '<n>',
    description: 'how many rows at the most, 0 = all (default 30)',
  }),
  sort: selection({
    name: 'sort',
    value: '<field[:asc|desc]>',
    description: 'order by a field of the record; values not known come last',
  }),
  from: selection({
    name: 'from',
    value: '<file>',
    description:
      'read saved JSON or NDJSON instead of asking a server: what vsi printed, --raw too; - = standard input',
  }),
  redact: selection({
    name: 'redact',
    description:
      'other names for jobs, objects, servers, hosts and users, also in texts: for posting; ids stay',
  }),
  level: selection({
    name: 'level',
    value: '<list>',
    choices: LOG_LEVELS,
    description: 'only these levels, separated by commas',
  }),
  follow: selection({
    name: 'follow',
    short: 'f',
    description: 'go on printing new records until the session ends or idles',
  }),
} as const satisfies Record<string, Flag>;
