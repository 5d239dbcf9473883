import { setMaxListeners } from 'node:events';
import {
  productOf,
  productOfVersion,
  resolveTarget,
  withEnvironment,
  type ServerTarget,
} from '../config/connection.ts';
import { stateDirectory } from '../config/paths.ts';
import { createTokenStore } from '../config/token-cache.ts';
import type { DemoServer } from '../demo/demo-server.ts';
import { parseDuration } from '../model/duration.ts';
import { VsiError } from '../model/errors.ts';
import { PRODUCTS } from '../model/product.ts';
import type { ServerEnvironment, TokenStore } from '../servers/environment.ts';
import { createFleet, type Fleet, type FleetMember } from '../servers/fleet.ts';
import type { ServerAccess } from '../servers/open-server.ts';
import { EXIT } from './exit-codes.ts';
import { FLAGS } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { errorLines } from './report-error.ts';
import { credentialsOf } from './secrets.ts';
import { withServerClock } from './time-zone.ts';
import { createVoice, type Voice } from './voice.ts';

/** The servers to ask, and the voice to speak with meanwhile. */
export interface Connection {
  readonly fleet: Fleet;
  readonly voice: Voice;
}

/**
 * Lets a command work with the servers that the flags and the environment name, and leaves them
 * again, whatever happened.
 */
export async function withFleet(
  invocation: Invocation,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  const voice = createVoice(invocation);
  const deadline = startDeadline(invocation);
  const environment = environmentOf(invocation, voice, deadline);
  const demos = invocation.flags.isOn(FLAGS.demo) ? await startDemos(invocation) : null;
  try {
    const fleet = createFleet(await membersOf(invocation, { voice, environment, demos }));
    // Until the first page is there, too, a person sees that something is going on.
    voice.progress('Asking the server');
    try {
      return exitCodeWith(fleet, await work({ fleet, voice }));
    } finally {
      await fleet.close();
      voice.hush();
      for (const { server, error } of fleet.failures) {
        invocation.host.stderr.write(errorLines(error, server));
      }
    }
  } finally {
    deadline.cancel();
    await Promise.all((demos ?? []).map((demo) => demo.close()));
    voice.hush();
  }
}

/** Rows of a server that failed are missing: that outranks what the others' rows say. */
function exitCodeWith({ failures }: Fleet, code: number): number {
  return failures.length > 0 ? EXIT.partial : code;
}

interface Surroundings {
  readonly voice: Voice;
  readonly environment: ServerEnvironment;
  /** Servers started for this command alone, or null. */
  readonly demos: readonly DemoServer[] | null;
}

async function membersOf(
  invocation: Invocation,
  { voice, environment, demos }: Surroundings,
): Promise<readonly FleetMember[]> {
  const accesses =
    demos === null
      ? [await realAccess(invocation, voice)]
      : await Promise.all(demos.map((demo) => demoAccess(invocation, demo)));
  return accesses.map((access) => ({
    name: access.name ?? access.candidates.map(({ origin }) => origin).join(', '),
    open: async () => {
      const { openServer } = await import('../servers/open-server.ts');
      return withServerClock(invocation, await openServer(access, environment));
    },
  }));
}

/** What the flags and the environment say about a server outside. @throws USAGE, CONFIGURATION */
async function realAccess(invocation: Invocation, voice: Voice): Promise<ServerAccess> {
  const { host } = invocation;
  const target = await targetOf(invocation, host.variables);
  if (target.insecure) {
    voice.notice('warning: --insecure: the certificate is not verified, anybody may be listening.');
  }
  return {
    ...commonAccess(invocation, target),
    name: null,
    credentials: credentialsOf(invocation, target, voice.hush),
    storeFor: (origin) => tokenStoreOf(invocation, origin, target.username),
  };
}

/** The simulated server: pinned to its certificate, its password known, its token not worth keeping. */
async function demoAccess(invocation: Invocation, demo: DemoServer): Promise<ServerAccess> {
  const target = await targetOf(invocation, {
    VSI_SERVER: demo.url,
    VSI_PRODUCT: demo.product,
    VSI_FINGERPRINT: demo.fingerprint,
    VSI_API_VERSION: invocation.host.variables['VSI_API_VERSION'],
  });
  return {
    ...commonAccess(invocation, target),
    name: `demo-${demo.product}`,
    credentials: { username: demo.username, password: async () => demo.password },
    storeFor: () => NO_STORE,
  };
}

function commonAccess(invocation: Invocation, target: ServerTarget) {
  const { ca, fingerprint, insecure, timeout, retries, concurrency, apiVersion } = target;
  return {
    candidates: target.candidates,
    tls: { ca, fingerprint, insecure },
    timeout,
    retries,
    concurrency,
    apiVersion,
    keepSource: invocation.flags.isOn(FLAGS.raw),
  };
}

async function targetOf(
  { flags }: Invocation,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<ServerTarget> {
  const isDemo = flags.isOn(FLAGS.demo);
  const unlessDemo = (text: string | undefined): string | undefined => (isDemo ? undefined : text);
  return resolveTarget(
    withEnvironment(
      {
        server: unlessDemo(flags.text(FLAGS.server)),
        product: unlessDemo(flags.text(FLAGS.product)),
        username: flags.text(FLAGS.username),
        apiVersion: flags.text(FLAGS.apiVersion),
        caFile: unlessDemo(flags.text(FLAGS.caFile)),
        fingerprint: unlessDemo(flags.text(FLAGS.fingerprint)),
        ...(flags.isOn(FLAGS.insecure) && !isDemo ? { insecure: true } : {}),
        timeout: flags.text(FLAGS.timeout),
        retries: flags.text(FLAGS.retries),
        concurrency: flags.text(FLAGS.concurrency),
      },
      variables,
    ),
  );
}

/** One server of each product, or only of the one that --product or the API version means. */
async function startDemos({ host, flags }: Invocation): Promise<readonly DemoServer[]> {
  const { startDemoServer } = await import('../demo/demo-server.ts');
  const version = flags.text(FLAGS.apiVersion) ?? host.variables['VSI_API_VERSION'];
  const only = productOf(flags.text(FLAGS.product)) ?? productOfVersion(version);
  const products = only === null ? PRODUCTS : [only];
  return Promise.all(products.map((product) => startDemoServer({ product, now: host.now })));
}

function tokenStoreOf({ host }: Invocation, origin: string, username: string | null): TokenStore {
  const { variables, platform, homeDirectory } = host;
  const directory = stateDirectory({ variables, platform, homeDirectory });
  if (directory === null || username === null) return NO_STORE;
  // A home folder that does not exist (a service's account may have none) is not made by vsi.
  const within =
    homeDirectory !== null && directory.startsWith(homeDirectory) ? homeDirectory : null;
  return createTokenStore({ directory, origin, username, within });
}

const NO_STORE: TokenStore = {
  read: async () => null,
  write: async () => false,
  remove: async () => undefined,
};

function environmentOf({ host }: Invocation, voice: Voice, deadline: Deadline): ServerEnvironment {
  const read = { pages: 0, rows: 0 };
  const signal = AbortSignal.any([host.signal, deadline.signal]);
  // Every request under way listens to it, on every server: more than Node thinks usual.
  setMaxListeners(0, signal);
  return {
    now: host.now,
    sleep: host.sleep,
    random: host.random,
    signal,
    variables: host.variables,
    debug: voice.debug,
    notice: voice.notice,
    progress: ({ pages, rows }) => {
      read.pages += pages;
      read.rows += rows;
      voice.progress(
        `Reading: ${read.pages} ${read.pages === 1 ? 'page' : 'pages'}, ${read.rows} rows`,
      );
    },
  };
}

/** --deadline as a signal that fires once. */
interface Deadline {
  readonly signal: AbortSignal;
  readonly cancel: () => void;
}

function startDeadline({ flags }: Invocation): Deadline {
  const text = flags.text(FLAGS.deadline);
  const controller = new AbortController();
  if (text === undefined) return { signal: controller.signal, cancel: () => undefined };
  const length = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (length === null || length === 0) {
    throw new VsiError('USAGE', `--deadline “${text}” is no length of time`, {
      hint: 'write 30s, 2m or a number of seconds',
    });
  }
  const timer = setTimeout(() => {
    controller.abort(new VsiError('TIMEOUT', `the deadline of ${text} is over`));
  }, length);
  return {
    signal: controller.signal,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}
