import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createCommandFolder,
  hasProgram,
  runProgram,
  type CommandFolder,
} from '../support/shells.ts';
import { setStage, vsi, type Finished, type Stage } from '../support/vsi.ts';

let commands: CommandFolder;
let stage: Stage;

beforeAll(async () => {
  commands = await createCommandFolder();
  stage = await setStage();
});

afterAll(async () => {
  await stage.close();
  await commands.remove();
});

/** The environment of a shell whose user has logged in: the password itself is gone. */
function variables(): Record<string, string> {
  const others = Object.entries(stage.variables).filter(([name]) => name !== 'VSI_PASSWORD');
  return {
    ...Object.fromEntries(others),
    PATH: commands.path,
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm',
  };
}

/** What comes in the end: on a machine that is busy, the servers may not answer in the time they have. */
async function inTime(ask: () => Promise<Finished>): Promise<Finished> {
  let answer = await ask();
  for (let tries = 1; tries < 8 && !answer.stdout.includes('\t'); tries += 1) answer = await ask();
  return answer;
}

interface Line {
  /** The words behind `vsi` as the shell has them, the last one being completed. */
  readonly words: readonly string[];
  /** The whole line; the words with blanks between them unless given. */
  readonly text?: string;
  /** What bash says about the kind of completion; 63 = candidates are listed. */
  readonly type?: number;
}

/** What bash would insert or show. */
async function inBash({ words, text, type = 9 }: Line): Promise<readonly string[]> {
  const script = `
    eval "$(vsi completion bash)"
    COMP_WORDS=(vsi "$@")
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    COMP_LINE=$LINE COMP_POINT=\${#LINE} COMP_TYPE=${type} COMP_KEY=9
    __vsi_complete
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"
  `;
  const { code, stdout } = await runProgram('bash', ['-c', script, 'bash', ...words], {
    variables: { ...variables(), LINE: text ?? ['vsi', ...words].join(' ') },
  });
  expect(code).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

/** The candidates that zsh's completion system is given, with their descriptions. */
async function inZsh(words: readonly string[]): Promise<readonly string[]> {
  const script = `
    autoload -Uz compinit && compinit -D -u
    eval "$(vsi completion zsh)"
    [[ $_comps[vsi] == _vsi ]] || exit 9
    # Outside of the line editor there is nothing to complete: what would be offered is shown.
    _describe() { local name; for name in "$@"; do [[ $name == described ]] && print -rl -- "\${(@P)name}"; done; print -r -- "args: $*" }
    _files() { print -r -- FILES }
    words=(vsi "$@")
    CURRENT=$#words
    _vsi
  `;
  const { code, stdout } = await runProgram('zsh', ['-fc', script, 'zsh', ...words], {
    variables: variables(),
  });
  expect([0, 1]).toContain(code);
  return stdout.split('\n').filter((line) => line !== '');
}

/** What fish offers for a line. */
async function inFish(line: string): Promise<readonly string[]> {
  const script = `vsi completion fish | source; complete -C ${JSON.stringify(line)}`;
  const { code, stdout, stderr } = await runProgram('fish', ['--no-config', '-c', script], {
    variables: variables(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((text) => text !== '');
}

describe('what changes from server to server', () => {
  const ask = (...words: string[]) =>
    vsi(['__complete', '--', ...words], { variables: variables() });

  test('nothing before the first login, without asking anybody', async () => {
    const home = await mkdtemp(join(tmpdir(), 'vsi-home-'));
    const cold = { ...variables(), HOME: home, VSI_PASSWORD: stage.server.password };
    const { code, stdout, stderr } = await vsi(['__complete', '--', 'jobs', 'show', ''], {
      variables: cold,
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: ':4\n', stderr: '' });
    // Nothing was logged in: there is no token, and nothing else either.
    expect(await readdir(home)).toEqual([]);
    await rm(home, { recursive: true, force: true });
  });

  test('jobs and sessions with a kept login, and from the cache without a server', async () => {
    expect((await stage.run(['login'])).code).toBe(0);
    const jobs = await inTime(() => ask('jobs', 'show', 'Tea'));
    // For some minutes of every other hour it runs.
    expect(jobs).toEqual({
      code: 0,
      signal: null,
      stdout: expect.stringMatching(/^Teams\tbackup, (success|running)\n:4\n$/),
      stderr: '',
    });
    const sessions = await inTime(() => ask('session', 'show', '5'));
    expect(sessions.stdout).toMatch(/^5[0-9a-f-]{35}\t.+, \w+, \d{4}-\d\d-\d\dT\d\d:\d\dZ\n/);
    expect((await ask('session', 'show', 'la')).stdout).toMatch(/^latest\t/);
  });

  test('the cache is for its owner alone', async () => {
    const folder = join(stage.home, '.local', 'state', 'vsi', 'completion');
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
  });

  test('a server that does not answer costs no more than a second, and not what is known', async () => {
    const own = await setStage();
    const line = (...words: string[]) =>
      vsi(['__complete', '--', ...words], { variables: own.variables });
    expect((await own.run(['login'])).code).toBe(0);
    const known = await inTime(() => line('jobs', 'show', 'Tea'));
    expect(known.stdout).toContain('Teams');
    // Where the server was, something accepts connections and never says a word.
    const port = Number(new URL(own.server.url).port);
    await own.server.close();
    const mute = createServer((socket) => socket.on('error', () => undefined).unref());
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
    const began = Date.now();
    const sessions = await line('session', 'show', '5');
    const took = Date.now() - began;
    expect(sessions).toEqual({ code: 0, signal: null, stdout: ':4\n', stderr: '' });
    // The budget is a second, what an exchange may take sixty; a machine that is busy with other tests is slow.
    expect(took).toBeLessThan(5000);
    expect(await line('jobs', 'show', 'Tea')).toEqual(known);
    mute.close();
    await rm(own.home, { recursive: true, force: true });
  });

  test('saved servers and groups', async () => {
    const add = ['server', 'add', 'vienna', stage.server.url, '--group', 'customers', '--no-test'];
    const added = await stage.run([...add, '--product', 'vb365']);
    expect({ code: added.code, stderr: added.stderr }).toMatchObject({ code: 0 });
    const { stdout } = await ask('session', 'list', '--server', '');
    expect(stdout).toContain(`vienna\t${stage.server.url}\n`);
    expect(stdout).toContain('@customers\tvienna\n');
  });
});

const describeBash = hasProgram('bash') ? describe : describe.skip;
const describeZsh = hasProgram('zsh') ? describe : describe.skip;
const describeFish = hasProgram('fish') ? describe : describe.skip;

describeBash('bash', () => {
  test.each([
    [{ words: ['jo'] }, ['jobs']],
    [{ words: ['jobs', 'l'] }, ['list']],
    [{ words: ['session', 'list', '--status', 'failed,wa'] }, ['failed,warning']],
    // Bash makes words of their own of = and of :, and replaces only what is behind them.
    [
      {
        words: ['session', 'list', '--status', '=', 'fa'],
        text: 'vsi session list --status=fa',
      },
      ['failed'],
    ],
    [
      { words: ['jobs', 'list', '--output', '='], text: 'vsi jobs list --output=' },
      expect.any(Array),
    ],
    [
      { words: ['jobs', 'list', '--sort', 'name', ':', 'd'], text: 'vsi jobs list --sort name:d' },
      ['desc'],
    ],
    [{ words: ['frobnicate', ''] }, []],
  ])('%j', async (line, expected) => {
    expect(await inBash(line)).toEqual(expected);
  });

  test('names with blanks are quoted as the line is', async () => {
    expect(await inBash({ words: ['jobs', 'show', 'Fabrikam\\ O'] })).toEqual([
      'Fabrikam\\ OneDrive\\ –\\ à\\ la\\ carte',
    ]);
    expect(await inBash({ words: ['jobs', 'show', '"Fabrikam O'] })).toEqual([
      'Fabrikam OneDrive – à la carte',
    ]);
  });

  test('no name of a job is ever run', async () => {
    const words = ['jobs', 'show', '$(touch /tmp/vsi-was-run)`x`'];
    expect(await inBash({ words })).toEqual([]);
    await expect(stat('/tmp/vsi-was-run')).rejects.toThrow('ENOENT');
  });

  test('descriptions where candidates are listed', async () => {
    const listed = await inBash({ words: ['jobs', ''], type: 63 });
    expect(listed[0]).toMatch(/^list +\(List all jobs .*\)$/);
  });

  test('its syntax is sound', async () => {
    const check = await runProgram('bash', ['-n', join('completions', 'vsi.bash')], {
      variables: variables(),
    });
    expect(check).toMatchObject({ code: 0, stderr: '' });
  });
});

describeZsh('zsh', () => {
  test('words with their descriptions', async () => {
    const offered = await inZsh(['jobs', '']);
    expect(offered).toContain('list:List all jobs with their last result and next run');
  });

  test('comma lists go on without a blank, other words do not', async () => {
    const list = await inZsh(['session', 'list', '--status', 'failed,wa']);
    expect(list).toContain('failed,warning');
    expect(list.at(-1)).toMatch(/-S\s*$/);
    expect((await inZsh(['jobs', 'l'])).at(-1)).not.toMatch(/-S/);
  });

  test('names with blanks and colons', async () => {
    expect(await inZsh(['jobs', 'show', 'Fabrikam\\ O'])).toContain(
      'Fabrikam OneDrive – à la carte:backup, running',
    );
    expect(await inZsh(['session', 'list', '--sort', 'createdAt:d'])).toContain(
      'createdAt\\:desc:largest first',
    );
  });

  test('files where a flag takes one', async () => {
    expect(await inZsh(['jobs', 'list', '--ca-file', ''])).toEqual(['FILES']);
  });

  test('as a file in $fpath', async () => {
    const script = `
      fpath=($COMPLETIONS $fpath)
      autoload -Uz compinit && compinit -D -u
      print -r -- $_comps[vsi]
      _describe() { print -rl -- $described }
      words=(vsi jobs l) CURRENT=3
      _vsi; _vsi
    `;
    const { code, stdout, stderr } = await runProgram('zsh', ['-fc', script], {
      variables: { ...variables(), COMPLETIONS: join(process.cwd(), 'completions') },
    });
    const offered = 'list:List all jobs with their last result and next run';
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `_vsi\n${offered}\n${offered}\n`,
      stderr: '',
    });
  });

  test('in the line editor itself', async () => {
    // A pseudo terminal of zsh's own, in which a person presses Tab.
    const script = `
      zmodload zsh/zpty
      zpty editor zsh -f -i
      zpty -w editor 'PS1=; autoload -Uz compinit && compinit -D -u; eval "$(vsi completion zsh)"; print ready\${:-}now'
      while zpty -r editor line; do [[ $line == *readynow* ]] && break; done
      zpty -n -w editor $'vsi jobs li\\t--out\\tnd\\t'
      for try in {1..100}; do
        while zpty -rt editor line; do print -rn -- $line; seen+=$line; done
        [[ $seen == *ndjson* ]] && break
        sleep 0.1
      done
      zpty -d editor
    `;
    const { stdout } = await runProgram('zsh', ['-fc', script], { variables: variables() });
    // What the editor repaints comes with control characters in between.
    const shown = stripVTControlCharacters(stdout).replaceAll(/[\s\p{Control}]+/gu, ' ');
    expect(shown).toContain('jobs list --output ndjson');
  });
});

describeFish('fish', () => {
  test('words with their descriptions', async () => {
    expect(await inFish('vsi jobs l')).toEqual([
      'list\tList all jobs with their last result and next run',
    ]);
  });

  test('comma lists keep their blank back with a second candidate', async () => {
    expect(await inFish('vsi session list --status failed,wa')).toEqual([
      'failed,warning',
      'failed,warning,',
    ]);
  });

  test('names with blanks, also in an open quote', async () => {
    const name = 'Fabrikam OneDrive – à la carte\tbackup, running';
    expect(await inFish('vsi jobs show Fabrikam\\ O')).toEqual([name]);
    expect(await inFish('vsi jobs show "Fabrikam O')).toEqual([name]);
  });

  test('flags with = and files', async () => {
    expect(await inFish('vsi jobs list --output=nd')).toEqual(['--output=ndjson']);
    expect(await inFish('vsi jobs list --ca-file package.js')).toContain('package.json');
    expect(await inFish('vsi frobnicate ')).toEqual([]);
  });
});
