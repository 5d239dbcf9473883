import { createCandidateCache, type CandidateCache } from '../../config/candidate-cache.ts';
import {
  configDirectory,
  expandPath,
  stateDirectory,
  type PathContext,
} from '../../config/paths.ts';
import { platformOf } from '../../config/platform.ts';
import { createReportState, type ReportState } from '../../config/report-state.ts';
import { createRefusedSecrets } from '../../config/refused-secrets.ts';
import { createSecretStore, type SecretStore } from '../../config/secret-store.ts';
import { openServerFile, type ServerFile } from '../../config/server-file.ts';
import { createTokenCache } from '../../config/token-cache.ts';
import type { RefusalMemory, TokenStore } from '../../servers/environment.ts';
import type { Host } from '../host.ts';
import { programRunner } from '../terminal/programs.ts';

/** What vsi keeps on this machine. Nothing is read before it is asked for. */
export interface Settings {
  readonly servers: ServerFile;
  readonly secrets: SecretStore;
  /** The login of a user at an origin. */
  readonly tokens: (origin: string, username: string | null) => TokenStore;
  /** The passwords of a user that were refused of late; undefined: they cannot be remembered. */
  readonly refusals: (username: string) => RefusalMemory | undefined;
  /** What completion has asked for; null: it cannot be kept. */
  readonly candidates: CandidateCache | null;
  /** What the last report with this question said; null: it cannot be kept. */
  readonly reports: (question: string) => ReportState | null;
  /** A path as it stands in the file of saved servers. */
  readonly pathOf: (text: string) => string;
}

/** The settings of this machine and user. Nothing is read yet. */
export function settingsOf(host: Host): Settings {
  const { variables, platform, homeDirectory, now } = host;
  const context: PathContext = { variables, platform, homeDirectory };
  const config = configDirectory(context);
  const state = stateDirectory(context);
  const system = platformOf({ platform, variables, run: programRunner(host) });
  const guard = system.guardFolder;
  // A home folder that does not exist (a service's account may have none) is not made by vsi.
  const within =
    homeDirectory !== null && state?.startsWith(homeDirectory) === true ? homeDirectory : null;
  const folder = state === null ? null : { directory: state, within, guard };
  return {
    servers: openServerFile(config, guard),
    secrets: createSecretStore({ directory: config, platform: system }),
    tokens: (origin, username) =>
      folder === null || username === null
        ? NO_STORE
        : createTokenCache(folder, { origin, username }),
    refusals: (username) =>
      folder === null ? undefined : createRefusedSecrets(folder, { username, now }),
    candidates: folder === null ? null : createCandidateCache(folder),
    reports: (question) => (folder === null ? null : createReportState(folder, question)),
    pathOf: (text) => (config === null ? text : expandPath(text, config, context)),
  };
}

/** Keeps nothing. */
export const NO_STORE: TokenStore = {
  read: async () => null,
  write: async () => false,
  remove: async () => undefined,
};
