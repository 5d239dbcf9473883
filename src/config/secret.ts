import { reasonOf, VsiError } from '../model/errors.ts';

/** What a saved server says about its own secret. */
export interface OwnSecret {
  /** The server's saved name. */
  readonly server: string;
  readonly passwordFile: string | null;
  readonly passwordCommand: string | null;
  /** What the keychain or the credentials file holds for it. */
  readonly stored: () => Promise<string | null>;
}

/** What is needed to find a password, passed in so that tests need no real terminal or child. */
export interface SecretSources {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** null: the server is not saved. */
  readonly own: OwnSecret | null;
  /** Whether --password-stdin was given. */
  readonly fromStdin: boolean;
  readonly readStdin: () => Promise<string>;
  readonly readFile: (path: string) => Promise<string>;
  /** Runs a command line in the system's shell and returns what it prints. */
  readonly runCommand: (commandLine: string) => Promise<string>;
  /** Asks without showing what is typed; null where there is no terminal. */
  readonly prompt: ((question: string) => Promise<string>) | null;
}

/** A password and where it came from. */
export interface FoundSecret {
  readonly password: string;
  readonly from: 'stdin' | 'own' | 'environment' | 'prompt';
}

/**
 * The password for a login, from the first source that is set: --password-stdin; for a saved server
 * its own passwordFile, passwordCommand, stored secret; then VSI_PASSWORD, VSI_PASSWORD_FILE,
 * VSI_PASSWORD_COMMAND; else a hidden prompt where there is a terminal. No flag takes a password: the
 * process list shows flags to everybody (contract section 5).
 *
 * @throws CONFIGURATION where a source is set but gives nothing, LOGIN_REFUSED where there is none
 */
export async function findPassword(sources: SecretSources, who: string): Promise<FoundSecret> {
  if (sources.fromStdin) {
    const password = readSecretText(await sources.readStdin(), '--password-stdin');
    return { password, from: 'stdin' };
  }
  const own = await ownPassword(sources);
  if (own !== null) return { password: own, from: 'own' };
  const environment = await environmentPassword(sources, 'VSI_PASSWORD');
  if (environment !== null) return { password: environment, from: 'environment' };
  if (sources.prompt !== null) {
    const password = await sources.prompt(`Password of ${who}: `);
    if (password !== '') return { password, from: 'prompt' };
  }
  throw noPassword(sources.own, who);
}

async function ownPassword(sources: SecretSources): Promise<string | null> {
  const { own } = sources;
  if (own === null) return null;
  const { server, passwordFile, passwordCommand } = own;
  if (passwordFile !== null) {
    return fromFile(sources, passwordFile, `passwordFile ${passwordFile} of ${server}`);
  }
  if (passwordCommand !== null) {
    return fromCommand(sources, passwordCommand, `passwordCommand of ${server}`);
  }
  return own.stored();
}

/** Where the environment's secrets are read from. */
export type EnvironmentSources = Pick<SecretSources, 'variables' | 'readFile' | 'runCommand'>;

/**
 * The password that the environment gives: in the variable itself, in the file that the variable with
 * `_FILE` names, or printed by the command of the variable with `_COMMAND`; null where none is set.
 *
 * @throws CONFIGURATION where one is set but gives nothing
 */
export async function environmentPassword(
  sources: EnvironmentSources,
  variable: string,
): Promise<string | null> {
  const { variables } = sources;
  const plain = variables[variable];
  if (plain !== undefined && plain !== '') return plain;
  const file = variables[`${variable}_FILE`];
  if (file !== undefined && file !== '') {
    return fromFile(sources, file, `${variable}_FILE ${file}`);
  }
  const command = variables[`${variable}_COMMAND`];
  if (command === undefined || command === '') return null;
  return fromCommand(sources, command, `${variable}_COMMAND`);
}

async function fromFile(
  { readFile }: Pick<SecretSources, 'readFile'>,
  path: string,
  where: string,
): Promise<string> {
  return readSecretText(await attempt(readFile(path), where, fileFailure), where);
}

async function fromCommand(
  { runCommand }: Pick<SecretSources, 'runCommand'>,
  commandLine: string,
  where: string,
): Promise<string> {
  return readSecretText(await attempt(runCommand(commandLine), where, commandFailure), where);
}

function noPassword(own: OwnSecret | null, who: string): VsiError {
  const variables =
    'set VSI_PASSWORD_FILE (or VSI_PASSWORD, VSI_PASSWORD_COMMAND), or use --password-stdin';
  return new VsiError('LOGIN_REFUSED', 'no password given', {
    where: who,
    hint:
      own === null
        ? variables
        : `keep one with vsi server set ${own.server} --password-stdin (a keychain opens only in a session of its own user), or ${variables}`,
  });
}

/**
 * The password in a text: editors and `echo` end a file with a line break that is not part of it.
 *
 * @throws CONFIGURATION where it is empty
 */
export function readSecretText(text: string, where: string): string {
  const password = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  if (password !== '') return password;
  throw new VsiError('CONFIGURATION', 'the password is empty', {
    where,
    hint: 'it must hold the password, and nothing else but a line break at its end',
  });
}

/** What to say of a source that failed. */
interface Complaint {
  readonly message: string;
  readonly hint: string;
}

async function attempt(
  reading: Promise<string>,
  where: string,
  complain: (error: unknown) => Complaint,
): Promise<string> {
  try {
    return await reading;
  } catch (error) {
    const { message, hint } = complain(error);
    throw new VsiError('CONFIGURATION', message, { where, hint });
  }
}

function fileFailure(error: unknown): Complaint {
  return {
    message: `the password file cannot be read: ${reasonOf(error)}`,
    hint: 'cron and services run as another user: that one must be able to read the file',
  };
}

/** What the command printed is not repeated: it may hold the password. */
function commandFailure(error: unknown): Complaint {
  return {
    message: `the password command ${endOf(error)}`,
    hint: 'run it by hand, as the same user, to see what it says',
  };
}

/** How a child process ended, from the error that Node makes of it: `code` is its exit code. */
function endOf(error: unknown): string {
  const end = typeof error === 'object' && error !== null ? error : {};
  if ('killed' in end && end.killed === true) return 'took too long or printed too much';
  if ('code' in end && typeof end.code === 'number') return `ended with exit code ${end.code}`;
  return `failed: ${reasonOf(error)}`;
}
