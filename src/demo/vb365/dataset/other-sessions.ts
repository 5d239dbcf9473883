import { createRandom, uuidOf } from '../../random.ts';
import { DAY, HOUR, MINUTE } from '../../units.ts';
import type { Infrastructure, Repository } from './infrastructure.ts';
import type { LogLine } from './log.ts';

/** A retrieval of archived data, by the words of DataRetrievalSession (api/vb365.md section 4). */
export interface RetrievalSession {
  readonly id: string;
  readonly name: string;
  readonly retrievalId: string;
  readonly repository: Repository;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly progress: number;
  readonly processedObjects: number;
  readonly type: 'Retrieve' | 'RetrievalChangeAvailabilityPeriodDays' | 'RetrievalRemoving';
  readonly status: 'Stopped' | 'Running' | 'Success' | 'Failed' | 'Warning';
  readonly log: readonly LogLine[];
}

/** A repository that is brought in line with its object storage; it has no times. */
export interface SynchronizeSession {
  readonly id: string;
  readonly repository: Repository;
  readonly state: 'None' | 'Synchronizing' | 'Failed';
  readonly progressPercent: number;
  readonly error: string | null;
}

/** A repository that changes its owner (v8). */
export interface OwnerChangeSession {
  readonly id: string;
  readonly status: 'Waiting' | 'Running' | 'Succeeded' | 'Failed';
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly details: string | null;
  readonly fromOwnerId: string;
  readonly toOwnerId: string;
  readonly repositoryIds: readonly string[];
}

/** The sessions beside those of jobs and restores. */
export interface OtherSessions {
  /** Newest first. */
  readonly retrievals: readonly RetrievalSession[];
  readonly ownerChanges: readonly OwnerChangeSession[];
  /** As they are at a moment. */
  readonly synchronizationsAt: (now: number) => readonly SynchronizeSession[];
}

/** Makes them; ids follow from the seed, times from the world's first minute. */
export function buildOtherSessions(
  seed: string,
  infrastructure: Infrastructure,
  origin: number,
): OtherSessions {
  const id = (name: string): string => uuidOf(`${seed}/${name}`);
  const today = Math.floor(origin / DAY) * DAY;
  const { archive, subsidiaries, tokyo, contoso, fabrikam } = infrastructure;

  const retrieval = (
    key: string,
    facts: Pick<RetrievalSession, 'name' | 'createdAt' | 'endedAt' | 'type' | 'status'>,
    done: Pick<RetrievalSession, 'progress' | 'processedObjects'>,
  ): RetrievalSession => ({
    id: id(`retrieval/${key}`),
    retrievalId: id(`retrieval-job/${facts.name}`),
    repository: archive,
    ...facts,
    ...done,
    log: retrievalLog(id(`retrieval/${key}`), facts),
  });

  return {
    retrievals: [
      retrieval(
        'live',
        {
          name: 'Litigation 2019',
          createdAt: origin - 95 * MINUTE,
          endedAt: null,
          type: 'Retrieve',
          status: 'Running',
        },
        { progress: 37, processedObjects: 18_204 },
      ),
      retrieval(
        'extended',
        {
          name: 'Audit Q1',
          createdAt: today - 4 * DAY + 9 * HOUR + 1873,
          endedAt: today - 4 * DAY + 9 * HOUR + 64_311,
          type: 'RetrievalChangeAvailabilityPeriodDays',
          status: 'Success',
        },
        { progress: 100, processedObjects: 0 },
      ),
      retrieval(
        'audit',
        {
          name: 'Audit Q1',
          createdAt: today - 9 * DAY + 7 * HOUR,
          endedAt: today - 9 * DAY + 12 * HOUR + 5019,
          type: 'Retrieve',
          status: 'Warning',
        },
        { progress: 100, processedObjects: 240_077 },
      ),
    ],
    ownerChanges: [
      {
        id: id('owner-change/failed'),
        status: 'Failed',
        startedAt: today - 2 * DAY + 10 * HOUR,
        endedAt: today - 2 * DAY + 10 * HOUR + 31_207,
        details: 'Sessions of the repository did not end in time.',
        fromOwnerId: contoso.id,
        toOwnerId: fabrikam.id,
        repositoryIds: [archive.id],
      },
      {
        id: id('owner-change/done'),
        status: 'Succeeded',
        startedAt: today - 20 * DAY + 13 * HOUR,
        endedAt: today - 20 * DAY + 13 * HOUR + 12 * MINUTE,
        details: null,
        fromOwnerId: contoso.id,
        toOwnerId: fabrikam.id,
        repositoryIds: [subsidiaries.id, tokyo.id],
      },
    ],
    synchronizationsAt: (now) => [
      {
        id: id('synchronize/archive'),
        repository: archive,
        state: 'Synchronizing',
        // Two percent a minute, and never quite done.
        progressPercent: Math.min(99, 42 + Math.floor((2 * (now - origin)) / MINUTE)),
        error: null,
      },
      {
        id: id('synchronize/tokyo'),
        repository: tokyo,
        state: 'Failed',
        progressPercent: 63,
        error: 'The object storage did not answer in time.',
      },
      {
        id: id('synchronize/subsidiaries'),
        repository: subsidiaries,
        state: 'None',
        progressPercent: 0,
        error: null,
      },
    ],
  };
}

function retrievalLog(
  key: string,
  facts: Pick<RetrievalSession, 'createdAt' | 'endedAt' | 'status'>,
): readonly LogLine[] {
  const random = createRandom(`${key}/log`);
  const { createdAt, endedAt } = facts;
  const line = (
    usn: number,
    type: LogLine['type'],
    text: { readonly message: string; readonly from: number; readonly to: number | null },
  ): LogLine => ({
    id: random.uuid(),
    usn,
    type,
    message: text.message,
    createdAt: text.from,
    endedAt: text.to,
  });
  const begun = line(1, 'Success', {
    message: 'Retrieval started',
    from: createdAt,
    to: createdAt + 1200,
  });
  if (endedAt === null) {
    const message = 'Retrieving data from the archive tier';
    return [begun, line(2, 'Running', { message, from: createdAt + 1200, to: null })];
  }
  const warning = line(2, 'Warning', {
    message: '3 objects are no longer in the archive tier',
    from: createdAt + 1200,
    to: endedAt,
  });
  const ended = line(1000, 'Success', {
    message: 'Retrieval finished',
    from: endedAt,
    to: endedAt,
  });
  return facts.status === 'Warning' ? [begun, warning, ended] : [begun, ended];
}
