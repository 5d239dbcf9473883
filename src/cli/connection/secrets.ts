import { text } from 'node:stream/consumers';
import type { SecretOwner } from '../../config/keychain.ts';
import type { SavedServer } from '../../config/saved-server.ts';
import {
  findPassword,
  readSecretText,
  type FoundSecret,
  type OwnSecret,
} from '../../config/secret.ts';
import type { SecretFileReader } from '../../config/secret-file.ts';
import type { Credentials } from '../../servers/environment.ts';
import { FLAGS } from '../flags.ts';
import type { Host } from '../host.ts';
import type { Invocation } from '../invocation.ts';
import { runInShell } from '../terminal/programs.ts';
import type { Prompts } from '../terminal/prompts.ts';
import type { Settings } from './settings.ts';

/** Who is to log in where, and what a password can be found with. */
export interface LoginPlan {
  readonly username: string;
  /** For the question and for errors: `admin at https://…`. */
  readonly place: string;
  /** null: the server is not saved. */
  readonly saved: SavedServer | null;
  readonly settings: Settings;
  /** null: nobody can be asked. */
  readonly prompts: Prompts | null;
  readonly readSecretFile: SecretFileReader;
  /** Called with the password that was found. */
  readonly onFound?: (found: FoundSecret) => void;
}

/** The password is looked for only when a login is due, once a run. */
export function credentialsOf(invocation: Invocation, plan: LoginPlan): Credentials {
  const { username, settings, onFound } = plan;
  const refusals = settings.refusals(username);
  // Who says --force wants the password tried whatever came of it before.
  const force = invocation.flags.isOn(FLAGS.force);
  let password: Promise<string> | null = null;
  return {
    username,
    password: () => {
      password ??= findSecret(invocation, plan).then((found) => {
        onFound?.(found);
        return found.password;
      });
      return password;
    },
    ...(refusals === undefined
      ? {}
      : { refusals: force ? { ...refusals, until: async () => null } : refusals }),
  };
}

function findSecret({ host, flags }: Invocation, plan: LoginPlan): Promise<FoundSecret> {
  const { prompts } = plan;
  return findPassword(
    {
      variables: host.variables,
      own: ownSecret(plan),
      fromStdin: flags.isOn(FLAGS.passwordStdin),
      readStdin: () => readPassword(host, prompts),
      readFile: plan.readSecretFile,
      runCommand: (commandLine) => runInShell(commandLine, host),
      prompt: prompts === null ? null : prompts.secret,
    },
    `${plan.username} at ${plan.place}`,
  );
}

/** --password-stdin: the whole of standard input; typed at a terminal, it is not shown. */
function readPassword(host: Host, prompts: Prompts | null): Promise<string> {
  return prompts === null ? text(host.stdin) : prompts.secret('Password: ');
}

/** The password of --password-stdin. @throws CONFIGURATION where it is empty */
export async function passwordFromStdin(host: Host, prompts: Prompts | null): Promise<string> {
  return readSecretText(await readPassword(host, prompts), '--password-stdin');
}

/** What the saved server has of its own; its file and command are its own user's alone. */
function ownSecret({ saved, username, settings }: LoginPlan): OwnSecret | null {
  if (saved === null) return null;
  const isOwnUser = saved.username === username;
  const { passwordFile, passwordCommand } = saved;
  return {
    server: saved.name,
    passwordFile: isOwnUser && passwordFile !== null ? settings.pathOf(passwordFile) : null,
    passwordCommand: isOwnUser ? passwordCommand : null,
    stored: () => settings.secrets.read(ownerOf(saved, username)),
  };
}

/** Under which a saved server's secret is kept. */
export function ownerOf({ url }: Pick<SavedServer, 'url'>, username: string): SecretOwner {
  return { url, username };
}
