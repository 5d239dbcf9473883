import {
  productOf,
  productOfVersion,
  resolveTarget,
  withEnvironment,
} from '../../config/connection.ts';
import type { DemoServer } from '../../demo/demo-server.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { PRODUCTS } from '../../model/product.ts';
import { createFleet, type Fleet, type FleetMember } from '../../servers/fleet.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { isNoSuchJob } from '../sessions/job-choice.ts';
import { errorLines } from '../report-error.ts';
import { withServerClock } from '../printing/time-zone.ts';
import { surroundingsOf, type Surroundings } from './surroundings.ts';
import { NO_STORE } from './settings.ts';
import type { Redaction } from './redaction.ts';
import { commonAccess, flagInput, plannedServers, type PlannedServer } from './access.ts';

/** The servers to ask, and what there is to work with meanwhile. */
export interface Connection extends Pick<
  Surroundings,
  'voice' | 'settings' | 'prompts' | 'readSecretFile' | 'pause' | 'missing' | 'missed'
> {
  readonly fleet: Fleet;
  /** What the fleet was made from; none for simulated servers. */
  readonly planned: readonly PlannedServer[];
}

/** Servers that are meant, none of them opened yet. */
export interface MeantServers extends Surroundings {
  readonly servers: readonly Pick<PlannedServer, 'name' | 'access'>[];
  /** Those that are real; the others are simulated. */
  readonly planned: readonly PlannedServer[];
}

/**
 * Finds out which servers the flags, the environment and the saved default mean, for work that opens
 * them itself.
 */
export async function withServers(
  invocation: Invocation,
  work: (meant: MeantServers) => Promise<number>,
): Promise<number> {
  return withMeant(invocation, surroundingsOf(invocation), work);
}

async function withMeant(
  invocation: Invocation,
  surroundings: Surroundings,
  work: (meant: MeantServers) => Promise<number>,
): Promise<number> {
  const demos = invocation.flags.isOn(FLAGS.demo) ? await startDemos(invocation) : [];
  try {
    const simulated = await Promise.all(demos.map((demo) => demoServer(invocation, demo)));
    const planned = simulated.length > 0 ? [] : await plannedServers(invocation, surroundings);
    return await work({ ...surroundings, planned, servers: [...simulated, ...planned] });
  } finally {
    surroundings.end();
    await Promise.all(demos.map((demo) => demo.close()));
  }
}

/**
 * Lets a command work with the servers that the flags, the environment and the saved default name,
 * and leaves them again, whatever happened.
 */
export async function withFleet(
  invocation: Invocation,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  const redaction = await redactionFor(invocation);
  const surroundings = { ...surroundingsOf(invocation, redaction), redaction };
  const isSaved = invocation.flags.text(FLAGS.from) !== undefined;
  try {
    return await (isSaved ? withSavedFleet : withLiveFleet)(invocation, surroundings, work);
  } catch (error) {
    throw redaction !== null && isVsiError(error) ? redaction.failure(error) : error;
  }
}

async function withLiveFleet(
  invocation: Invocation,
  { redaction, ...surroundings }: RedactedSurroundings,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  return withMeant(invocation, surroundings, async (meant) => {
    const { voice, servers } = meant;
    redaction?.learn(servers);
    // Until the first page is there, too, a person sees that something is going on.
    voice.progress(servers.length > 1 ? `Asking ${servers.length} servers` : 'Asking the server');
    const members = servers.map((server) => memberOf(invocation, server, meant));
    return withMembers(invocation, { ...meant, members, redaction }, work);
  });
}

/** The same with what --from says instead of servers: every server in the file is one of the fleet. */
async function withSavedFleet(
  invocation: Invocation,
  surroundings: RedactedSurroundings,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  try {
    const { savedMembers } = await import('./saved-records.ts');
    const members = await savedMembers(invocation, surroundings);
    return await withMembers(invocation, { ...surroundings, planned: [], members }, work);
  } finally {
    surroundings.end();
  }
}

interface RedactedSurroundings extends Surroundings {
  /** Other names for what the servers tell; null: the real ones. */
  readonly redaction: Redaction | null;
}

/** Servers still to be opened, and what there is to work with meanwhile. */
interface MeantMembers extends RedactedSurroundings, Pick<Connection, 'planned'> {
  readonly members: readonly FleetMember[];
}

/** What --redact asks for. @throws USAGE */
async function redactionFor(invocation: Invocation): Promise<Redaction | null> {
  if (!invocation.flags.isOn(FLAGS.redact)) return null;
  return (await import('./redaction.ts')).createRedaction(invocation);
}

async function withMembers(
  invocation: Invocation,
  { members, redaction, ...meant }: MeantMembers,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  const fleet = createFleet(redaction === null ? members : members.map(redaction.member));
  const isPartial = (): boolean => fleet.failures.length + meant.missed.length > 0;
  try {
    const code = await work({ ...meant, fleet });
    return isPartial() ? EXIT.partial : code;
  } catch (error) {
    throw mayBeElsewhere(error, { fleet, missed: meant.missed }) ? notSurelyAbsent(error) : error;
  } finally {
    await fleet.close();
    meant.voice.hush();
    for (const { server, error } of fleet.failures) {
      invocation.host.stderr.write(failureLine(invocation, error, server));
    }
    for (const failure of meant.missed) {
      invocation.host.stderr.write(errorLines(failure));
    }
  }
}

/**
 * Whether what was not found may lie where something could not be read: on a server that failed, or
 * a job in a list of jobs that did.
 */
function mayBeElsewhere(
  error: unknown,
  { fleet, missed }: Pick<Surroundings, 'missed'> & { readonly fleet: Fleet },
): error is VsiError {
  if (!isVsiError(error) || error.code !== 'NOT_FOUND') return false;
  // Where all have said so there is nowhere else.
  if (fleet.failures.length === fleet.size) return false;
  return fleet.failures.length > 0 || (isNoSuchJob(error) && missed.length > 0);
}

/** Nobody can say that it is not there. */
function notSurelyAbsent({ message, where }: VsiError): VsiError {
  return new VsiError('PARTIAL', `${message} in what could be read`, {
    where,
    hint: 'a part could not be read, see the other lines; it may be there',
  });
}

/** One line a server, so that ten of them can be read; what to do is shown with --verbose. */
function failureLine({ flags }: Invocation, error: VsiError, server: string): string {
  const lines = errorLines(error, server);
  const chatty = flags.isOn(FLAGS.verbose) || flags.isOn(FLAGS.debug);
  return chatty ? lines : `${lines.split('\n')[0] ?? ''}\n`;
}

function memberOf(
  invocation: Invocation,
  { name, access }: Pick<PlannedServer, 'name' | 'access'>,
  { environment }: Surroundings,
): FleetMember {
  return {
    name,
    open: async () => {
      const { openServer } = await import('../../servers/open-server.ts');
      return withServerClock(invocation, await openServer(access(), environment()));
    },
  };
}

/** The simulated server: pinned to its certificate, its password known, its token not worth keeping. */
async function demoServer(
  invocation: Invocation,
  demo: DemoServer,
): Promise<Pick<PlannedServer, 'name' | 'access'>> {
  const { apiVersion, timeout, retries, concurrency } = flagInput(invocation);
  const target = await resolveTarget(
    withEnvironment(
      { apiVersion, timeout, retries, concurrency },
      {
        VSI_SERVER: demo.url,
        VSI_PRODUCT: demo.product,
        VSI_FINGERPRINT: demo.fingerprint,
        VSI_API_VERSION: invocation.host.variables['VSI_API_VERSION'],
      },
    ),
  );
  const name = `demo-${demo.product}`;
  return {
    name,
    access: () => ({
      ...commonAccess(invocation, target),
      name,
      credentials: { username: demo.username, password: async () => demo.password },
      storeFor: () => NO_STORE,
    }),
  };
}

/** One server of each product, or only of the one that --product or the API version means. */
async function startDemos({ host, flags }: Invocation): Promise<readonly DemoServer[]> {
  const { startDemoServer } = await import('../../demo/demo-server.ts');
  const version = flags.text(FLAGS.apiVersion) ?? host.variables['VSI_API_VERSION'];
  const only = productOf(flags.text(FLAGS.product)) ?? productOfVersion(version);
  const products = only === null ? PRODUCTS : [only];
  return Promise.all(products.map((product) => startDemoServer({ product, now: host.now })));
}
