/** The one place that knows how operating systems differ in keeping things private. */
import { macKeychain, secretToolKeychain, type Keychain } from './keychain.ts';
import { guardByMode, type FolderGuard } from './private-file.ts';
import type { ProgramRunner } from './program.ts';

/** What the program runs on. */
export interface PlatformContext {
  /** Node's name of the operating system. */
  readonly platform: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly run: ProgramRunner;
}

/** How this system keeps things private. */
export interface Platform {
  readonly guardFolder: FolderGuard;
  /** null: the system has none that could be asked. */
  readonly keychain: Keychain | null;
}

/** What this system offers to keep secrets with. */
export function platformOf(context: PlatformContext): Platform {
  return { guardFolder: guardOf(context), keychain: keychainOf(context) };
}

/** The shell that understands a command line written for this system. */
export function shellWords(platform: string, commandLine: string): readonly [string, ...string[]] {
  return platform === 'win32' ? ['cmd.exe', '/c', commandLine] : ['/bin/sh', '-c', commandLine];
}

/**
 * Windows: the folder's access list names its user alone, is inherited by what will be made in it,
 * and inherits nothing itself: what mode 0700 is elsewhere.
 */
function guardOf({ platform, variables, run }: PlatformContext): FolderGuard {
  if (platform !== 'win32') return guardByMode;
  return async (directory) => {
    const words = [directory, '/inheritance:r', '/grant:r', `${windowsUser(variables)}:(OI)(CI)F`];
    const { exitCode } = await run({ program: 'icacls', words });
    if (exitCode === 0) return;
    throw Object.assign(new Error('icacls could not restrict the folder'), { code: 'EACCES' });
  };
}

/** `DOMAIN\user`, else the well-known id of whoever owns the folder (OWNER RIGHTS). */
function windowsUser(variables: PlatformContext['variables']): string {
  const user = variables['USERNAME'] ?? '';
  const domain = variables['USERDOMAIN'] ?? '';
  if (user === '') return '*S-1-3-4';
  return domain === '' ? user : `${domain}\\${user}`;
}

function keychainOf({ platform, variables, run }: PlatformContext): Keychain | null {
  if (platform === 'darwin') return macKeychain(run);
  // Without a session bus secret-tool would try to start one, and a server or cron has none.
  const hasBus = (variables['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '';
  return platform === 'linux' && hasBus ? secretToolKeychain(run) : null;
}
