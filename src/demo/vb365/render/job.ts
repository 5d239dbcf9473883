import { RETRY_WAIT_MINUTES, type WorldJob } from '../dataset/jobs.ts';
import type { Schedule } from '../dataset/schedule.ts';
import { stateAt } from '../dataset/state.ts';
import type { JobHistory } from '../world.ts';
import { dropNulls, eTag, moment, statusWord, when, type Json, type Wire } from './wire.ts';

/** A Job with the properties that the version has. What is null is left out. */
export function renderJob(job: WorldJob, history: JobHistory, wire: Wire): Json {
  const { version, links } = wire;
  const path = `jobs/${job.id}`;
  return dropNulls({
    name: job.name,
    description: job.description,
    backupType: job.backupType,
    schedulePolicy: backupSchedule(job, version >= 7),
    id: job.id,
    ...when(version >= 8, { organizationId: job.organization.id }),
    ...when(version >= 6, { repositoryId: job.repository.id }),
    ...runs(job, history, wire),
    _links: {
      self: links.item(path),
      ...when(version >= 6, { copyJob: links.item(`${path}/copyjob`) }),
      organization: links.item(`organizations/${job.organization.id}`),
      backupRepository: links.item(`backuprepositories/${job.repository.id}`),
      // v7 and v8 still carry this one although the route is gone (section 3).
      jobsessions: links.item(`${path}/jobsessions`),
      excludedItems: links.item(`${path}/excludeditems`),
      selectedItems: links.item(`${path}/selecteditems`),
    },
  });
}

/** A CopyJob (v6 and later): neither description nor backup type. */
export function renderCopyJob(job: WorldJob, history: JobHistory, wire: Wire): Json {
  const { version, links } = wire;
  return dropNulls({
    backupJobId: job.source?.id ?? null,
    name: job.name,
    schedulePolicy: copySchedule(job.schedule),
    id: job.id,
    ...when(version >= 8, { organizationId: job.organization.id }),
    repositoryId: job.repository.id,
    ...runs(job, history, wire),
    _links: {
      self: links.item(`copyjobs/${job.id}`),
      backupRepository: links.item(`backuprepositories/${job.repository.id}`),
      ...when(job.source !== null, { backupJob: links.item(`jobs/${job.source?.id ?? ''}`) }),
    },
  });
}

function runs(job: WorldJob, history: JobHistory, { version, now }: Wire): Json {
  const { last, lastBackupAt, nextRunAt } = history;
  return {
    lastRun: moment(last?.createdAt ?? null),
    nextRun: moment(nextRunAt),
    ...when(version >= 7, { lastBackup: moment(lastBackupAt) }),
    isEnabled: job.isEnabled,
    lastStatus: last === null ? null : statusWord(stateAt(last, now).status, version),
    ...when(version >= 8, { eTag: eTag(job.id, last?.retry ?? 0) }),
  };
}

function backupSchedule({ schedule, retries }: WorldJob, hasWindowFlag: boolean): Json {
  const isManual = schedule.type === 'manual';
  return {
    scheduleEnabled: !isManual,
    backupWindowEnabled: false,
    ...when(hasWindowFlag, { periodicallyWindowEnabled: false }),
    type: isManual ? 'ManualOnly' : schedule.type === 'periodic' ? 'Periodically' : 'Daily',
    ...rhythm(schedule),
    retryEnabled: retries > 0,
    retryNumber: retries,
    retryWaitInterval: RETRY_WAIT_MINUTES,
  };
}

function copySchedule(schedule: Schedule): Json {
  const type =
    schedule.type === 'immediate'
      ? 'Immediate'
      : schedule.type === 'periodic'
        ? 'Periodically'
        : 'DailyAtTime';
  return {
    type,
    ...when(schedule.type !== 'immediate', rhythm(schedule)),
    backupCopyWindowEnabled: false,
  };
}

function rhythm(schedule: Schedule): Json {
  switch (schedule.type) {
    case 'periodic':
      return {
        periodicallyEvery: `Hours${schedule.everyHours}`,
      };
    case 'daily':
      return { dailyType: schedule.days, dailyTime: timeOfDay(schedule.atMinute) };
    case 'immediate':
    case 'manual':
      return {};
  }
}

function timeOfDay(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
}
