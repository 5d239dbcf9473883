// The main job in three commands on the embedded demo server: all jobs, the sessions of one job, one
// failed session in full. Each command line is printed before its output.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/vsi.js', import.meta.url));

/** Runs vsi; with `capture` its output comes back instead of being shown. */
function vsi(words, capture = false) {
  const { status, error, stdout } = spawnSync(process.execPath, [program, ...words, '--demo'], {
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}

function show(words) {
  const line = words.map((word) => (/^[\w./:=,-]+$/.test(word) ? word : `"${word}"`)).join(' ');
  console.log(`\n$ vsi ${line} --demo\n`);
  vsi(words);
}

show(['jobs', 'list', '-o', 'table']);
const job = 'Hyper-V Branch Office';
show(['jobs', 'sessions', job, '-o', 'table', '--limit', '12']);
const [{ id }] = JSON.parse(
  vsi(
    [
      'session',
      'list',
      '--job',
      job,
      '--status',
      'failed',
      '--limit',
      '1',
      '--json',
      'id',
      '--quiet',
    ],
    true,
  ),
);
show(['session', 'show', id, '-o', 'table']);
