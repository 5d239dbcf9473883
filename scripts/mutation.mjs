// Mutation testing file by file: `npm run mutation`, or `npm run mutation -- src/analysis/runs.ts …`.
// `--concurrency=1` and the like go to Stryker.
//
// The jest runner loads every test file for every mutant. So each source file is tested by the test file
// of its name, or, where it has none, by those that import it: that is many times as fast, and stricter.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDERS = ['model', 'analysis'];
const RESULTS = 'coverage/mutation';
const DETECTED = ['Killed', 'Timeout'];
const COUNTED = [...DETECTED, 'Survived', 'NoCoverage'];

const tests = filesIn('test/unit', '.test.ts');
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = wanted.length > 0 ? wanted : filesIn('src', '.ts');

function filesIn(root, ending) {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => `${root}/${folder}/${name}`),
  );
}

/** The test of a file's name, else those that import it; all where only others import it. */
function testsOf(file) {
  const own = file.replace(/^src/, 'test/unit').replace(/\.ts$/, '.test.ts');
  if (existsSync(own)) return [own];
  const direct = tests.filter((test) => readFileSync(test, 'utf8').includes(`/${file}'`));
  return direct.length > 0 ? direct : tests;
}

function resultFile(file) {
  return `${RESULTS}/${file.replaceAll('/', '-')}.json`;
}

function test(file) {
  const args = ['run', '--mutate', file, '--incrementalFile', resultFile(file), ...options];
  spawnSync('npx', ['stryker', ...args], {
    stdio: 'inherit',
    env: { FUZZ_RUNS: '25', ...process.env, MUTATION_TESTS: testsOf(file).join(',') },
  });
}

/** How many of the mutants that a test reaches or should reach were noticed; null where not measured. */
function scoreOf(file) {
  if (!existsSync(resultFile(file))) return null;
  const report = JSON.parse(readFileSync(resultFile(file), 'utf8'));
  const statuses = Object.values(report.files).flatMap(({ mutants }) =>
    mutants.map(({ status }) => status),
  );
  return {
    detected: statuses.filter((status) => DETECTED.includes(status)).length,
    counted: statuses.filter((status) => COUNTED.includes(status)).length,
  };
}

mkdirSync(RESULTS, { recursive: true });
for (const file of files) test(file);

const lines = [];
let weak = false;
for (const file of files) {
  const score = scoreOf(file);
  const percent = score === null ? null : (100 * score.detected) / score.counted;
  weak ||= percent !== null && percent < 80;
  lines.push(
    score === null
      ? `${file} not measured`
      : `${file} ${score.counted === 0 ? 'no mutants' : `${percent.toFixed(1)} % of ${score.counted}`}`,
  );
}
writeFileSync(`${RESULTS}/scores.txt`, `${lines.join('\n')}\n`);
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exitCode = weak ? 1 : 0;
