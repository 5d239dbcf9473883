import type { WorldJob } from '../dataset/jobs.ts';
import { notFound } from '../errors.ts';
import { renderArray, renderPage } from '../paging.ts';
import { renderCopyJob, renderJob } from '../render/job.ts';
import type { Json } from '../render/wire.ts';
import { ok, type Route, type RouteContext } from './route.ts';

/** Jobs and copy jobs. */
export const JOB_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'jobs',
    versions: [3, 8],
    answer: (context) => answerList(context, 'jobs', filtered(context, backupJobs(context))),
  },
  {
    method: 'GET',
    path: 'jobs/*',
    versions: [3, 8],
    answer: (context) => ok(render(context, findJob(context, backupJobs(context)))),
  },
  {
    method: 'GET',
    path: 'organizations/*/jobs',
    versions: [3, 7],
    answer: (context) => {
      const [organizationId] = context.ids;
      const jobs = backupJobs(context).filter(
        ({ organization }) => organization.id === organizationId,
      );
      return answerList(context, 'jobs', jobs);
    },
  },
  {
    method: 'GET',
    path: 'jobs/*/copyjob',
    versions: [6, 8],
    answer: (context) => {
      const source = findJob(context, backupJobs(context));
      const copy = copyJobs(context).find((job) => job.source === source);
      if (copy === undefined) throw notFound(`The copy job of ${source.id}`);
      return ok(render(context, copy));
    },
  },
  {
    method: 'GET',
    path: 'copyjobs',
    versions: [6, 8],
    answer: (context) => answerList(context, 'copyjobs', filtered(context, copyJobs(context))),
  },
  {
    method: 'GET',
    path: 'copyjobs/*',
    versions: [6, 8],
    answer: (context) => ok(render(context, findJob(context, copyJobs(context)))),
  },
];

function backupJobs({ world }: RouteContext): readonly WorldJob[] {
  return world.jobs.filter(({ type }) => type === 'Backup');
}

function copyJobs({ world }: RouteContext): readonly WorldJob[] {
  return world.jobs.filter(({ type }) => type === 'Copy');
}

/** Job lists are pages only in v8. */
function answerList(context: RouteContext, path: string, items: readonly WorldJob[]) {
  const { query, wire } = context;
  const list = { items, path, render: (job: WorldJob) => render(context, job) };
  return ok(wire.version >= 8 ? renderPage(list, query, wire) : renderArray(list));
}

/** /Jobs has filters in v8 only, /CopyJobs by repository since v6. */
function filtered({ query, wire }: RouteContext, jobs: readonly WorldJob[]): readonly WorldJob[] {
  const isCopyList = jobs.some(({ type }) => type === 'Copy');
  const organizationId = wire.version >= 8 ? query.uuid('organizationId') : undefined;
  const repositoryId = wire.version >= 8 || isCopyList ? query.uuid('repositoryId') : undefined;
  return jobs.filter(
    (job) =>
      (organizationId === undefined || job.organization.id === organizationId) &&
      (repositoryId === undefined || job.repository.id === repositoryId),
  );
}

function findJob({ ids }: RouteContext, jobs: readonly WorldJob[]): WorldJob {
  const job = jobs.find(({ id }) => id === ids[0]);
  if (job === undefined) throw notFound(`Job ${ids[0] ?? ''}`);
  return job;
}

function render({ world, wire }: RouteContext, job: WorldJob): Json {
  const history = world.historyAt(job, wire.now);
  return job.type === 'Copy' ? renderCopyJob(job, history, wire) : renderJob(job, history, wire);
}
