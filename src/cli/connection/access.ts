import {
  DEFAULT_PORTS,
  resolveTarget,
  withEnvironment,
  type Candidate,
  type ConnectionInput,
  type ServerTarget,
} from '../../config/connection.ts';
import type { SavedServer } from '../../config/saved-server.ts';
import type { SecretFileReader } from '../../config/secret-file.ts';
import type { FoundSecret } from '../../config/secret.ts';
import { chooseServers, type ServerChoice } from '../../config/server-choice.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { ServerAccess } from '../../servers/open-server.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import type { Prompts } from '../terminal/prompts.ts';
import type { Voice } from '../terminal/voice.ts';
import { credentialsOf } from './secrets.ts';
import type { Settings } from './settings.ts';

/** A server to ask, as far as the settings tell. */
export interface PlannedServer {
  /** Saved name, else the host: as its records will say, unless the product is yet to be found out. */
  readonly name: string;
  /** The same for two ways of naming the same server. */
  readonly key: string;
  /** null: it is not saved. */
  readonly saved: SavedServer | null;
  /** All that is needed to open it. @throws CONFIGURATION that concerns this server alone */
  readonly access: () => ServerAccess;
  /** The password that was found, once a login was due. */
  readonly found: () => FoundSecret | null;
}

/** What plans are made with. */
export interface PlanTools {
  readonly settings: Settings;
  readonly prompts: Prompts | null;
  readonly readSecretFile: SecretFileReader;
  readonly voice: Voice;
}

/**
 * The servers that the flags, the environment and the saved default name.
 *
 * @throws USAGE, CONFIGURATION, NOT_FOUND
 */
export async function plannedServers(
  invocation: Invocation,
  tools: PlanTools,
): Promise<readonly PlannedServer[]> {
  const { flags, host } = invocation;
  const choices = await chooseServers(
    {
      named: flags.all(FLAGS.server),
      all: flags.isOn(FLAGS.allServers),
      variable: host.variables['VSI_SERVER'],
    },
    tools.settings.servers.read,
  );
  if (choices.length > 1 && flags.isOn(FLAGS.passwordStdin)) {
    throw new VsiError(
      'USAGE',
      `--password-stdin is one password, but ${choices.length} servers are meant`,
      {
        hint: 'name one server; keep the password of each with: vsi server set NAME --password-stdin',
      },
    );
  }
  if (flags.isOn(FLAGS.insecure)) warnOfInsecurity(tools.voice);
  const planned = await Promise.all(choices.map((choice) => planServer(invocation, choice, tools)));
  // One address may be written in several ways.
  return [...new Map(planned.map((server) => [server.key, server])).values()];
}

/** @throws USAGE and, for a server that is not saved, CONFIGURATION */
export async function planServer(
  invocation: Invocation,
  choice: ServerChoice,
  tools: PlanTools,
): Promise<PlannedServer> {
  const saved = choice.kind === 'saved' ? choice.server : null;
  const input =
    choice.kind === 'saved'
      ? savedInput(invocation, choice.server, tools.settings)
      : withEnvironment(
          { ...flagInput(invocation), server: choice.address },
          invocation.host.variables,
        );
  if (input.insecure && !invocation.flags.isOn(FLAGS.insecure)) warnOfInsecurity(tools.voice);
  let found: FoundSecret | null = null;
  const target = await targetOf(input, saved);
  const candidates = 'error' in target ? [] : target.candidates;
  return {
    name: saved?.name ?? labelOf(candidates),
    key: saved?.name ?? placeOf(candidates),
    saved,
    found: () => found,
    access: () => {
      if ('error' in target) throw target.error;
      const { username } = target;
      return {
        ...commonAccess(invocation, target),
        name: saved?.name ?? null,
        credentials:
          username === null
            ? null
            : credentialsOf(invocation, {
                username,
                place: placeOf(candidates),
                saved,
                settings: tools.settings,
                prompts: tools.prompts,
                readSecretFile: tools.readSecretFile,
                onFound: (secret) => {
                  found = secret;
                },
              }),
        storeFor: (origin) => tools.settings.tokens(origin, username),
      };
    },
  };
}

/** What is wrong with one saved server (its CA file is gone) must not keep the others from answering. */
async function targetOf(
  input: ConnectionInput,
  saved: SavedServer | null,
): Promise<ServerTarget | { readonly error: VsiError }> {
  try {
    return await resolveTarget(input);
  } catch (error) {
    if (saved !== null && isVsiError(error) && error.code === 'CONFIGURATION') return { error };
    throw error;
  }
}

function warnOfInsecurity(voice: Voice): void {
  voice.notice('warning: --insecure: the certificate is not verified, anybody may be listening.');
}

/** The part of the access that is the same for real servers and simulated ones. */
export function commonAccess(invocation: Invocation, target: ServerTarget) {
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

/** What the flags say, the server's name aside. */
export function flagInput({ flags }: Invocation): Partial<ConnectionInput> {
  return {
    product: flags.text(FLAGS.product),
    username: flags.text(FLAGS.username),
    apiVersion: flags.text(FLAGS.apiVersion),
    caFile: flags.text(FLAGS.caFile),
    fingerprint: flags.text(FLAGS.fingerprint),
    ...(flags.isOn(FLAGS.insecure) ? { insecure: true } : {}),
    timeout: flags.text(FLAGS.timeout),
    retries: flags.text(FLAGS.retries),
    concurrency: flags.text(FLAGS.concurrency),
  };
}

/**
 * A saved server's own settings, over which a flag goes. The variables describe a URL that is not
 * saved (contract section 5), but for VSI_TIMEOUT, which describes the run.
 */
function savedInput(
  invocation: Invocation,
  server: SavedServer,
  settings: Settings,
): ConnectionInput {
  const flags = flagInput(invocation);
  const { VSI_TIMEOUT } = invocation.host.variables;
  const over = (flag: string | undefined, own: string | null): string | undefined =>
    flag ?? own ?? undefined;
  return {
    server: server.url,
    product: over(flags.product, server.product),
    username: over(flags.username, server.username),
    apiVersion: over(flags.apiVersion, server.apiVersion),
    caFile: over(flags.caFile, server.caFile === null ? null : settings.pathOf(server.caFile)),
    fingerprint: over(flags.fingerprint, server.fingerprint),
    insecure: flags.insecure ?? false,
    timeout: withEnvironment({ timeout: over(flags.timeout, server.timeout) }, { VSI_TIMEOUT })
      .timeout,
    retries: over(flags.retries, server.retries),
    concurrency: over(flags.concurrency, server.concurrency),
  };
}

function placeOf(candidates: readonly Candidate[]): string {
  return [...new Set(candidates.map(({ origin }) => origin))].join(', ');
}

/** The host, with the port where it is not the product's own (contract section 3). */
function labelOf(candidates: readonly Candidate[]): string {
  const labels = candidates.map(({ origin, product }) => {
    const { hostname, port } = new URL(origin);
    const actual = port === '' ? '443' : port;
    return actual === String(DEFAULT_PORTS[product]) ? hostname : `${hostname}:${actual}`;
  });
  return [...new Set(labels)].join(', ');
}
