import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOPICS } from '../../src/cli/help/topics.ts';
import {
  createCommandFolder,
  hasProgram,
  runProgram,
  type CommandFolder,
} from '../support/shells.ts';
import { setStage, vsi, type Stage } from '../support/vsi.ts';

const PAGE = fileURLToPath(new URL('../../man/vsi.1', import.meta.url));

let commands: CommandFolder;
let stage: Stage;
let folder: string;

beforeAll(async () => {
  commands = await createCommandFolder();
  stage = await setStage();
  folder = await mkdtemp(join(tmpdir(), 'vsi-pager-'));
  await writeFile(join(folder, 'pager'), '#!/bin/sh\necho "PAGER LESS=$LESS LV=$LV"\ncat\n', {
    mode: 0o755,
  });
});

afterAll(async () => {
  await stage.close();
  await commands.remove();
  await rm(folder, { recursive: true, force: true });
});

test.each(TOPICS.map(({ name }) => name))('vsi help %s', async (name) => {
  const { code, stdout, stderr } = await vsi(['help', name]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.length).toBeGreaterThan(200);
});

const describeMan = hasProgram('man') ? describe : describe.skip;
const describeMandoc = hasProgram('mandoc') ? describe : describe.skip;

describeMan('man', () => {
  test.each(['80', '132'])('sets the page in %s columns without a warning', async (width) => {
    const { code, stdout, stderr } = await runProgram('man', ['--warnings', '-l', PAGE], {
      variables: { PATH: commands.path, MANWIDTH: width, LC_ALL: 'C.UTF-8' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/VSI\(1\)/);
    expect(stdout).toContain('vsi session show <session>');
    expect(stdout).toContain('VSI_PASSWORD_FILE');
  });
});

describeMandoc('mandoc', () => {
  test('finds nothing wrong but the missing date', async () => {
    // A date would change with every build; the version says how old the page is.
    const { stdout } = await runProgram('mandoc', ['-T', 'lint', '-W', 'warning', PAGE], {
      variables: { PATH: commands.path, LC_ALL: 'C.UTF-8' },
    });
    const complaints = stdout
      .split('\n')
      .filter((line) => line !== '' && !line.includes('missing date'));
    expect(complaints).toEqual([]);
  });
});

const describeTerminal = hasProgram('script') ? describe : describe.skip;

describeTerminal('on a terminal', () => {
  /** Runs a command line with a terminal of its own; what it shows, and the exit code at the end. */
  async function onTerminal(commandLine: string, variables: Record<string, string> = {}) {
    const line = `stty cols 100 rows 24; ${commandLine}; echo "code=$?"`;
    const { stdout } = await runProgram('script', ['-qec', line, '/dev/null'], {
      variables: {
        ...stage.variables,
        PATH: commands.path,
        TERM: 'xterm',
        NO_COLOR: '1',
        ...variables,
      },
    });
    return stdout.replaceAll('\r\n', '\n');
  }

  test.each([
    ['vsi help time'],
    ['vsi jobs list --help'],
    ['vsi session show latest --job Teams'],
    ['vsi jobs show Teams'],
    ['vsi session log latest --job Teams'],
  ])('%s goes through the pager', async (line) => {
    const shown = await onTerminal(line, { PAGER: join(folder, 'pager') });
    expect(shown).toContain('PAGER LESS=FRX LV=-c\n');
    expect(shown).toMatch(/code=0\n$/);
    expect(shown.split('\n').length).toBeGreaterThan(5);
  });

  test('lists do not', async () => {
    const shown = await onTerminal('vsi jobs list', { PAGER: join(folder, 'pager') });
    expect(shown).not.toContain('PAGER');
    expect(shown).toContain('Teams');
  });

  test('VSI_PAGER goes before PAGER; empty or cat means none', async () => {
    const pager = { PAGER: join(folder, 'pager') };
    expect(await onTerminal('vsi help time', { ...pager, VSI_PAGER: '' })).not.toContain(
      'PAGER LESS',
    );
    expect(await onTerminal('vsi help time', { ...pager, VSI_PAGER: 'cat' })).toContain('--since');
    const own = await onTerminal('vsi help time', {
      PAGER: 'false',
      VSI_PAGER: join(folder, 'pager'),
    });
    expect(own).toContain('PAGER LESS');
  });

  test('a pager that is closed at once is exit 0; one that is not there is done without', async () => {
    expect(await onTerminal('vsi help environment', { PAGER: 'true' })).toMatch(/code=0\n$/);
    const missing = await onTerminal('vsi help time', { PAGER: join(folder, 'nothing') });
    expect(missing).toContain('--since');
    expect(missing).toMatch(/code=0\n$/);
  });

  test('never in a pipe', async () => {
    const shown = await onTerminal('vsi help time | head -3', { PAGER: join(folder, 'pager') });
    expect(shown).not.toContain('PAGER');
  });

  test('an error comes behind the pager, with its own exit code', async () => {
    const shown = await onTerminal('vsi session show nosuch-id', { PAGER: join(folder, 'pager') });
    expect(shown).toMatch(/vsi: .*nosuch-id/);
    expect(shown).toMatch(/code=5\n$/);
  });
});

test('the manual page is part of the package', async () => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    man: ['man/vsi.1'],
    files: expect.arrayContaining(['man', 'completions']),
  });
});
