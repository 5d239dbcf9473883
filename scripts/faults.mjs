// Tries every fault of a backup server with every command, and prints what each command made of it.
// `npm run test` tries a part of them; see test/faults.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { summary: { type: 'boolean', default: false } } });
const folder = mkdtempSync(join(tmpdir(), 'vsi-faults-'));
const file = join(folder, 'summary.tsv');
try {
  const { status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      '--silent',
      'test/faults',
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, VSI_FAULTS: 'all', VSI_FAULT_SUMMARY: file },
    },
  );
  if (values.summary) printSummary(readFileSync(file, 'utf8'));
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One line for each outcome of a fault, with the commands that came to it. */
function printSummary(text) {
  const cells = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const faults = grouped(cells, ([product, fault]) => `${fault} (${product})`);
  for (const [fault, ofFault] of [...faults].sort()) {
    console.log(fault);
    const outcomes = grouped(ofFault, ([, , , outcome]) => withoutPlace(outcome));
    for (const [outcome, same] of outcomes) {
      const commands = same.map(([, , command]) => command).join(', ');
      console.log(`  ${outcome} <- ${commands}`);
    }
  }
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** The same failure of two routes is one outcome. */
function withoutPlace(outcome) {
  return outcome.replace(/ \((?:GET|POST) [^)]*\)$/, '').replace(/localhost:\d+/g, 'the server');
}
