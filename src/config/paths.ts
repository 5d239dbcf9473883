import { posix, win32 } from 'node:path';

/** What the places of files depend on. */
export interface PathQuestion {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** `linux`, `darwin`, `win32` … */
  readonly platform: string;
  /** null where there is none: a container, cron with an empty environment. */
  readonly homeDirectory: string | null;
}

/**
 * Where files live that the person writes: VSI_CONFIG_DIR, else $XDG_CONFIG_HOME/vsi, else
 * ~/.config/vsi; on Windows %APPDATA%\vsi.
 *
 * @returns null where there is no such place; vsi then works without
 */
export function configDirectory(question: PathQuestion): string | null {
  return directory(question, {
    windows: 'APPDATA',
    xdg: 'XDG_CONFIG_HOME',
    below: '.config',
    own: [],
  });
}

/**
 * Where files live that vsi writes for itself (tokens): `state` below VSI_CONFIG_DIR, else
 * $XDG_STATE_HOME/vsi, else ~/.local/state/vsi; on Windows %LOCALAPPDATA%\vsi.
 *
 * @returns null where there is no such place
 */
export function stateDirectory(question: PathQuestion): string | null {
  return directory(question, {
    windows: 'LOCALAPPDATA',
    xdg: 'XDG_STATE_HOME',
    below: '.local/state',
    own: ['state'],
  });
}

interface Place {
  /** Variable on Windows. */
  readonly windows: string;
  /** Variable elsewhere. */
  readonly xdg: string;
  /** Folder in the home where the variable is not set. */
  readonly below: string;
  /** Folder below VSI_CONFIG_DIR. */
  readonly own: readonly string[];
}

function directory(
  { variables, platform, homeDirectory }: PathQuestion,
  place: Place,
): string | null {
  const path = platform === 'win32' ? win32 : posix;
  const own = variables['VSI_CONFIG_DIR'];
  if (own !== undefined && own !== '') return path.resolve(own, ...place.own);
  const base = variables[platform === 'win32' ? place.windows : place.xdg];
  // The XDG specification has relative values ignored.
  if (base !== undefined && path.isAbsolute(base)) return path.join(base, 'vsi');
  if (homeDirectory === null || !path.isAbsolute(homeDirectory)) return null;
  const folder =
    platform === 'win32'
      ? `AppData/${place.windows === 'APPDATA' ? 'Roaming' : 'Local'}`
      : place.below;
  return path.join(homeDirectory, folder, 'vsi');
}
