/** The jobs of a VB365 server: backup jobs, copy jobs, and the directory that sessions are joined with. */
import { append } from '../../model/append.ts';
import { isVsiError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { collect, withSource, type ListTools } from '../lists/list.ts';
import { isOfOneList, missingPart, remember } from '../partial-failure.ts';
import { tolerant } from '../lists/parts.ts';
import { readFields, readId, readText } from '../reading/reading.ts';
import { createJobDirectory, type JobDirectory, type ListedJob } from './job-directory.ts';
import { toBackupJob, toCopyJob } from './job.ts';
import { readList } from './list.ts';
import type { Vb365Version } from './versions.ts';

/** What reading jobs needs. */
export interface JobListsOptions {
  readonly tools: ListTools;
  readonly version: Vb365Version;
  /** The server's name, for records. */
  readonly server: string;
  readonly missing: ServerEnvironment['missing'];
}

/** The jobs of one server. */
export interface JobLists {
  /**
   * Reads the jobs anew, backup jobs first; with the names of their repositories. Of the two lists one
   * may fail: that is noted.
   */
  readonly jobs: () => Pages<Job>;
  /**
   * Which jobs there are, read once. A list that the server will not give only costs the names: that
   * is noted. @throws what concerns the server as a whole (login, network, Ctrl-C)
   */
  readonly directory: () => Promise<JobDirectory>;
}

type RepositoryNames = ReadonlyMap<string, string>;

/** A repository with its name, as far as both are known. */
interface NamedRepository {
  readonly id: string | null;
  readonly name: string | null;
}

const NO_NAMES: RepositoryNames = new Map();

/** For errors, in the plural. */
const NAMES = { Jobs: 'jobs', CopyJobs: 'backup copy jobs' } as const;

/** The job lists of one server; what is read once is kept as long as the object lives. */
export function createJobLists({ tools, version, server, missing }: JobListsOptions): JobLists {
  const resources = version.copyJobs ? (['Jobs', 'CopyJobs'] as const) : (['Jobs'] as const);
  const directory = remember(readDirectory);
  const repositoryNames = remember(() => readRepositoryNames(tools, version));

  function list(
    resource: 'Jobs' | 'CopyJobs',
    names: RepositoryNames | Promise<RepositoryNames>,
  ): Pages<ListedJob> {
    const path = `/${version.name}/${resource}`;
    const context = { server, version, where: tools.api.where(path) };
    const toListed = resource === 'Jobs' ? toBackupJob : toCopyJob;
    return readList(tools, {
      what: NAMES[resource],
      path,
      paged: version.pagedJobs,
      reader: async () => {
        const known = await names;
        return (item, source) => {
          const listed = toListed(item, context, known);
          return { ...listed, job: withSource(listed.job, source) };
        };
      },
      idOf: ({ job }) => job.id,
    });
  }

  async function* jobs(): AsyncGenerator<readonly Job[]> {
    const names = repositoryNames.get();
    const parts = resources.map((resource) => ({
      what: NAMES[resource],
      pages: list(resource, names),
    }));
    const [backups = none(), copies = none()] = tolerant(parts, { isOfOneList, missing });
    const copyJobs = collect(copies);
    // It is awaited later than it may fail.
    copyJobs.catch(() => undefined);
    const listed: ListedJob[] = [];
    for await (const page of backups) {
      append(listed, page);
      yield page.map(({ job }) => job);
    }
    append(listed, await copyJobs);
    directory.set(createJobDirectory(listed));
    yield (await copyJobs).map(({ job }) => job);
  }

  async function readDirectory(): Promise<JobDirectory> {
    const lists = await Promise.all(
      resources.map(async (resource) => {
        try {
          return await collect(list(resource, NO_NAMES));
        } catch (error) {
          if (!isOfOneList(error)) throw error;
          missing(missingPart('job names', error));
          return [];
        }
      }),
    );
    return createJobDirectory(lists.flat());
  }

  return { jobs, directory: directory.get };
}

/** Names of repositories by id; empty when the server will not tell, for nothing hangs on them. */
async function readRepositoryNames(
  tools: ListTools,
  version: Vb365Version,
): Promise<RepositoryNames> {
  const repositories = readList<NamedRepository>(tools, {
    what: 'backup repositories',
    path: `/${version.name}/BackupRepositories`,
    paged: version.pagedJobs,
    reader: () => (item) => {
      const fields = readFields(item);
      return { id: readId(fields['id']), name: readText(fields['name']) };
    },
    idOf: ({ id }) => id,
  });
  const names = new Map<string, string>();
  try {
    for (const { id, name } of await collect(repositories)) {
      if (id !== null && name !== null) names.set(id, name);
    }
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
  }
  return names;
}

async function* none(): AsyncGenerator<readonly ListedJob[]> {
  yield* [];
}
