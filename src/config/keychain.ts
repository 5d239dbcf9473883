import type { ProgramRunner } from './program.ts';

/** Whose secret it is: one user at one address. A secret is handed out for no other address. */
export interface SecretOwner {
  /** As saved: `https://host:port`. */
  readonly url: string;
  readonly username: string;
}

/** A place of the operating system that keeps secrets. */
export interface Keychain {
  /** null: it holds none, or cannot be asked now. */
  readonly read: (owner: SecretOwner) => Promise<string | null>;
  /** False: it could not be kept. */
  readonly write: (owner: SecretOwner, secret: string) => Promise<boolean>;
  /** False: there was none, or it could not be removed. */
  readonly remove: (owner: SecretOwner) => Promise<boolean>;
}

/** The name under which vsi's secrets are found among those of other programs. */
const SERVICE = 'vsi';

/**
 * The Secret Service of a Linux desktop (GNOME Keyring, KWallet) by way of `secret-tool`, which takes
 * the secret from its standard input.
 */
export function secretToolKeychain(run: ProgramRunner): Keychain {
  const call = (verb: string, words: readonly string[], input?: string) =>
    run({
      program: 'secret-tool',
      words: [verb, ...words],
      ...(input === undefined ? {} : { input }),
    });
  const attributes = ({ url, username }: SecretOwner): readonly string[] => [
    'service',
    SERVICE,
    'url',
    url,
    'username',
    username,
  ];
  const read = async (owner: SecretOwner): Promise<string | null> => {
    const { exitCode, stdout } = await call('lookup', attributes(owner));
    return exitCode === 0 && stdout !== '' ? stdout : null;
  };
  return {
    read,
    write: async (owner, secret) => {
      const label = `--label=vsi: ${owner.username} at ${owner.url}`;
      const { exitCode } = await call('store', [label, ...attributes(owner)], secret);
      // A keychain that takes what it does not give back is none (a collection that stays locked).
      return exitCode === 0 && (await read(owner)) === secret;
    },
    remove: async (owner) => {
      if ((await read(owner)) === null) return false;
      return (await call('clear', attributes(owner))).exitCode === 0;
    },
  };
}

/** `security -i` cuts its lines at this length. */
const LONGEST_LINE = 4000;

/**
 * The keychain of macOS by way of `security`. Its commands go to its standard input, since a secret
 * among its words would be seen in the process list; the secret is written as Base64, because
 * `security` prints one with other letters than ASCII in another form.
 */
export function macKeychain(run: ProgramRunner): Keychain {
  const item = (owner: SecretOwner): readonly string[] => ['-s', SERVICE, '-a', accountOf(owner)];
  const security = (...words: readonly string[]) => run({ program: 'security', words });
  const read = async (owner: SecretOwner): Promise<string | null> => {
    const { exitCode, stdout } = await security('find-generic-password', ...item(owner), '-w');
    const encoded = stdout.trim();
    if (exitCode !== 0 || encoded === '') return null;
    return Buffer.from(encoded, 'base64').toString('utf8');
  };
  return {
    read,
    write: async (owner, secret) => {
      const encoded = Buffer.from(secret, 'utf8').toString('base64');
      const line = ['add-generic-password', '-U', ...item(owner), '-w', encoded].join(' ');
      if (line.length > LONGEST_LINE) return false;
      await run({ program: 'security', words: ['-i'], input: `${line}\n` });
      // In this mode it ends well whatever became of the command.
      return (await read(owner)) === secret;
    },
    remove: async (owner) =>
      (await security('delete-generic-password', ...item(owner))).exitCode === 0,
  };
}

/** One word of letters that no command line gives a meaning to. */
function accountOf({ url, username }: SecretOwner): string {
  return encodeURIComponent(`${username}@${url}`).replaceAll(
    /[!'()*~]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
