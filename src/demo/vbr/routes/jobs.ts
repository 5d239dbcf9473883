import { jobState, renderJob, renderJobState, statusWord, type JobState } from '../render/jobs.ts';
import { jobTypeOf } from '../render/session-types.ts';
import type { Scene } from '../render/values.ts';
import { since } from '../revisions.ts';
import { cased, RESULTS, VOCABULARIES } from '../words.ts';
import type { Job, Session } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { failure, notFound, ok } from './answers.ts';
import type { Context, Handler } from './context.ts';
import {
  keep,
  namePattern,
  pageAnswer,
  readPage,
  sortItems,
  type Columns,
  type Condition,
} from './lists.ts';
import { knownSessions } from './sessions.ts';

/** `GET /api/v1/jobs` */
export const listJobs: Handler = ({ parameters, scene, world }) => {
  const page = readPage(parameters);
  const conditions: Condition<Job>[] = [];
  const type = parameters.word(
    'typeFilter',
    VOCABULARIES.get(scene.revision)?.jobTypes ?? new Set(),
  );
  if (type !== null) conditions.push((job) => jobTypeOf(job.type, scene.revision) === type);
  const pattern = parameters.text('nameFilter');
  if (pattern !== null) {
    const fits = namePattern(pattern);
    conditions.push((job) => fits([job.name, job.description, job.id]));
  }
  const items = sortItems(keep(listedJobs(world, scene), conditions), parameters, {
    Name: ({ name }) => name,
    Type: (job) => jobTypeOf(job.type, scene.revision),
    Description: ({ description }) => description,
  });
  return ok(
    pageAnswer(items, page, {
      showsPage: showsPage(scene),
      render: (job) => renderJob(job, scene),
    }),
  );
};

/** `GET /api/v1/jobs/{id}` */
export const oneJob: Handler = ({ id, scene, world }) => {
  const job = listedJobs(world, scene).find((one) => one.id === id);
  return job === undefined ? notFound(id) : ok(renderJob(job, scene));
};

/** `GET /api/v1/jobs/states` */
export const listJobStates: Handler = (context) => {
  const { parameters, scene, world, faults } = context;
  if (faults.jobStatesEnum === true && !since(scene.revision, '1.3-rev0')) {
    const message = 'The value of enum EJobStatus is not supported. Actual value was Stopped';
    return failure(500, 'UnknownError', message);
  }
  const page = readPage(parameters);
  const last = lastSessions(world, scene);
  const states = listedJobs(world, scene).map((job) =>
    jobState(job, last.get(job.id) ?? null, scene, world),
  );
  const items = sortItems(keep(states, conditionsOf(context)), parameters, columnsOf(scene));
  return ok(
    pageAnswer(items, page, {
      showsPage: showsPage(scene),
      render: (state) => renderJobState(state, scene, world),
    }),
  );
};

/** The jobs whose type the revision has a word for. */
function listedJobs(world: World, { revision }: Scene): readonly Job[] {
  return world.jobs.filter(({ type }) => jobTypeOf(type, revision) !== null);
}

/** Every job's newest session that has begun; children count for their parents only. */
function lastSessions(world: World, scene: Scene): ReadonlyMap<string, Session> {
  const newest = new Map<string, Session>();
  for (const session of knownSessions('sessions', world, scene)) {
    if (session.parentId !== null || newest.has(session.jobId)) continue;
    newest.set(session.jobId, session);
  }
  return newest;
}

function showsPage({ revision }: Scene): boolean {
  return !since(revision, '1.3-rev0');
}

function conditionsOf({ parameters, scene }: Context): readonly Condition<JobState>[] {
  const { revision } = scene;
  const vocabulary = VOCABULARIES.get(revision);
  const conditions: Condition<JobState>[] = [];
  const equal = (
    wanted: string | number | boolean | null,
    of: (state: JobState) => string | number | boolean | null,
  ): void => {
    if (wanted !== null) conditions.push((state) => of(state) === wanted);
  };
  const none = new Set<string>();
  equal(parameters.id('idFilter'), ({ job }) => job.id);
  equal(parameters.word('typeFilter', vocabulary?.jobTypes ?? none), ({ job }) =>
    jobTypeOf(job.type, revision),
  );
  equal(parameters.word('lastResultFilter', RESULTS), ({ lastResult }) => lastResult);
  equal(parameters.word('statusFilter', vocabulary?.jobStatuses ?? none), ({ status }) =>
    statusWord(status, scene),
  );
  equal(parameters.word('workloadFilter', vocabulary?.workloads ?? none), ({ job }) =>
    cased(job.workload, revision),
  );
  equal(parameters.flag('isHighPriorityJobFilter'), ({ job }) => job.highPriority);
  equal(parameters.id('repositoryIdFilter'), ({ job }) => job.repository?.id ?? null);
  equal(parameters.integer('objectsCountFilter', { least: 0 }), ({ job }) => job.machines.length);
  if (since(revision, '1.3-rev0')) {
    equal(parameters.id('afterJobIdFilter'), ({ after }) => after?.id ?? null);
    equal(parameters.text('afterJobNameFilter'), ({ after }) => after?.name ?? null);
  }
  const from = parameters.instant('lastRunAfterFilter');
  const to = parameters.instant('lastRunBeforeFilter');
  if (from !== null) conditions.push(({ last }) => (last?.createdAt ?? -Infinity) >= from);
  if (to !== null) conditions.push(({ last }) => (last?.createdAt ?? -Infinity) <= to);
  const pattern = parameters.text('nameFilter');
  if (pattern !== null) {
    const fits = namePattern(pattern);
    conditions.push(({ job, lastResult, status }) =>
      fits([job.name, job.description, lastResult, statusWord(status, scene), job.id]),
    );
  }
  return conditions;
}

function columnsOf(scene: Scene): Columns<JobState> {
  return {
    Name: ({ job }) => job.name,
    Type: ({ job }) => jobTypeOf(job.type, scene.revision),
    Status: ({ status }) => statusWord(status, scene),
    LastRun: ({ last }) => last?.createdAt ?? null,
    LastResult: ({ lastResult }) => lastResult,
    NextRun: ({ next }) => next,
    Description: ({ job }) => job.description,
    RepositoryId: ({ job }) => job.repository?.id ?? null,
    ObjectsCount: ({ job }) => job.machines.length,
    ...(since(scene.revision, '1.3-rev0')
      ? {
          RepositoryName: ({ job }: JobState) => job.repository?.name ?? null,
          AfterJobName: ({ after }: JobState) => after?.name ?? null,
        }
      : {}),
  };
}
