import { describe, expect, test } from '@jest/globals';
import { configDirectory, stateDirectory, type PathContext } from '../../../src/config/paths.ts';

const linux = (
  variables: PathContext['variables'] = {},
  homeDirectory: string | null = '/home/ada',
): PathContext => ({ variables, platform: 'linux', homeDirectory });

const windows = (
  variables: PathContext['variables'] = {},
  homeDirectory: string | null = 'C:\\Users\\Ada',
): PathContext => ({ variables, platform: 'win32', homeDirectory });

const both = (context: PathContext) => [configDirectory(context), stateDirectory(context)];

describe('where things lie', () => {
  test.each([
    ['below the home folder', linux(), ['/home/ada/.config/vsi', '/home/ada/.local/state/vsi']],
    [
      'on a Mac too',
      { ...linux(), platform: 'darwin' },
      ['/home/ada/.config/vsi', '/home/ada/.local/state/vsi'],
    ],
    [
      'as the XDG variables say, even without a home folder',
      linux({ XDG_CONFIG_HOME: '/etc/xdg', XDG_STATE_HOME: '/var/state' }, null),
      ['/etc/xdg/vsi', '/var/state/vsi'],
    ],
    [
      'but not where those are relative, or empty',
      linux({ XDG_CONFIG_HOME: 'xdg', XDG_STATE_HOME: ' ' }),
      ['/home/ada/.config/vsi', '/home/ada/.local/state/vsi'],
    ],
    [
      'below VSI_CONFIG_DIR before all others',
      linux({ VSI_CONFIG_DIR: '/srv/vsi', XDG_CONFIG_HOME: '/etc/xdg', XDG_STATE_HOME: '/x' }),
      ['/srv/vsi', '/srv/vsi/state'],
    ],
    ['nowhere without a home folder', linux({}, null), [null, null]],
    ['nowhere below a home folder that is none', linux({}, ''), [null, null]],
    [
      'on Windows in the two AppData folders',
      windows({ APPDATA: 'D:\\Roaming', LOCALAPPDATA: 'D:\\Local', XDG_CONFIG_HOME: 'C:\\xdg' }),
      ['D:\\Roaming\\vsi', 'D:\\Local\\vsi'],
    ],
    [
      'on Windows below the profile, when nothing names them',
      windows(),
      ['C:\\Users\\Ada\\AppData\\Roaming\\vsi', 'C:\\Users\\Ada\\AppData\\Local\\vsi'],
    ],
    [
      'on Windows below VSI_CONFIG_DIR',
      windows({ VSI_CONFIG_DIR: 'E:\\vsi' }),
      ['E:\\vsi', 'E:\\vsi\\state'],
    ],
  ])('%s', (_name, context, expected) => {
    expect(both(context)).toEqual(expected);
  });
});
