import { posix, win32 } from 'node:path';

/** What decides where things lie. */
export interface PathContext {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Node's name of the operating system: `linux`, `darwin`, `win32` … */
  readonly platform: string;
  /** null where there is none: a container, cron with an empty environment. */
  readonly homeDirectory: string | null;
}

/**
 * Where saved servers and settings lie; null: nowhere, vsi works without.
 *
 * `VSI_CONFIG_DIR`, else `XDG_CONFIG_HOME/vsi`, else `~/.config/vsi`; on Windows `%APPDATA%\vsi`.
 */
export function configDirectory(context: PathContext): string | null {
  return (
    valueOf(context, 'VSI_CONFIG_DIR') ??
    ownFolder(context, {
      windows: ['APPDATA', 'AppData', 'Roaming'],
      others: ['XDG_CONFIG_HOME', '.config'],
    })
  );
}

/**
 * Where logins are kept between two commands; null: nowhere, every command logs in and out again.
 *
 * `VSI_CONFIG_DIR/state`, so that one variable moves everything; else `XDG_STATE_HOME/vsi`, else
 * `~/.local/state/vsi`; on Windows `%LOCALAPPDATA%\vsi`, which does not travel with the account.
 */
export function stateDirectory(context: PathContext): string | null {
  const own = valueOf(context, 'VSI_CONFIG_DIR');
  if (own !== null) return pathsOf(context).join(own, 'state');
  return ownFolder(context, {
    windows: ['LOCALAPPDATA', 'AppData', 'Local'],
    others: ['XDG_STATE_HOME', '.local', 'state'],
  });
}

/**
 * A path as a person writes it into a settings file: `~/` is the home folder, and what is relative is
 * meant from the file's own folder.
 */
export function expandPath(text: string, folder: string, context: PathContext): string {
  const paths = pathsOf(context);
  const { homeDirectory } = context;
  if (/^~[/\\]/.test(text) && homeDirectory !== null) {
    return paths.join(homeDirectory, text.slice(2));
  }
  return paths.isAbsolute(text) ? text : paths.join(folder, text);
}

/** A variable that names the parent folder, and where that is below the home folder otherwise. */
type Parent = readonly [variable: string, ...below: string[]];

function ownFolder(
  context: PathContext,
  parents: { readonly windows: Parent; readonly others: Parent },
): string | null {
  const { platform, homeDirectory } = context;
  const [variable, ...below] = platform === 'win32' ? parents.windows : parents.others;
  const paths = pathsOf(context);
  const named = valueOf(context, variable);
  // The XDG specification: relative paths in these variables are invalid and to be ignored.
  if (named !== null && paths.isAbsolute(named)) return paths.join(named, 'vsi');
  if (homeDirectory === null || !paths.isAbsolute(homeDirectory)) return null;
  return paths.join(homeDirectory, ...below, 'vsi');
}

function pathsOf({ platform }: PathContext): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

function valueOf({ variables }: PathContext, name: string): string | null {
  const value = variables[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
