// docs/terminal.svg: what vsi prints on a terminal, from its real output on the demo servers. The clock
// stands still and the demo's world depends on it alone, so that the picture is the same every time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { drawTerminal } from './draw-terminal.mjs';

const COLUMNS = 100;
/** A Monday morning after the backup window. */
const NOW = Date.parse('2026-11-23T07:30:00Z');

const COMMANDS = [
  'vsi session list --demo --product vbr --kind backup --limit 9',
  "vsi session show latest --demo --job 'Hyper-V Branch Office'",
];

/** For scripts/generate.mjs. */
export const pictureGenerator = {
  folder: null,
  files: async (load) => {
    const { main } = await load('src/main.ts');
    const lines = [];
    for (const command of COMMANDS) {
      if (lines.length > 0) lines.push('');
      lines.push(`\u001b[32m$\u001b[39m ${command}`, ...(await printed(main, command)));
    }
    const title = 'vsi lists the sessions of last night and shows a failed one';
    return [{ path: 'docs/terminal.svg', text: drawTerminal(lines, { columns: COLUMNS, title }) }];
  },
};

/** The lines of a command's output, colours included. */
async function printed(main, command) {
  const [, ...argv] = command.match(/'[^']*'|\S+/g).map((word) => word.replaceAll("'", ''));
  const folder = await mkdtemp(join(tmpdir(), 'vsi-picture-'));
  const stdout = new Collector();
  const stderr = new Collector();
  try {
    const code = await main({
      argv,
      variables: {
        VSI_FORCE_TTY: String(COLUMNS),
        VSI_PAGER: '',
        VSI_CONFIG_DIR: folder,
        TERM: 'xterm',
        FORCE_COLOR: '1',
      },
      stdin: new PassThrough().end(),
      stdout,
      stderr,
      platform: 'linux',
      homeDirectory: null,
      now: () => NOW,
      sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
      random: () => 0.5,
      timeZone: () => 'UTC',
      signal: new AbortController().signal,
      version: '0',
      keepMemorySmall: () => undefined,
      startPager: () => Promise.reject(new Error('no pager was expected')),
    });
    if (code !== 0) throw new Error(`${command}: exit ${code}\n${stderr.text}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return `${stdout.text}${stderr.text}`.trimEnd().split('\n');
}

class Collector extends Writable {
  text = '';

  _write(chunk, _encoding, done) {
    this.text += chunk.toString('utf8');
    done();
  }
}
