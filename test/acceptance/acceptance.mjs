// npm run acceptance: what a stranger gets. Packs the project, looks at what is in the tarball, installs it
// offline into an empty prefix, and lets the installed program do its work on Node 20, 22 and 24, and as a
// single executable on a machine without Node. What cannot be had here is skipped, and says so.
//   --no-executable    leaves the executable out
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM_CHECKS, packageCheck } from './checks.mjs';

const NODE_MAJORS = ['20', '22', '24'];
const windows = process.platform === 'win32';
const root = fileURLToPath(new URL('../..', import.meta.url));
const workshop = mkdtempSync(join(tmpdir(), 'vsi-acceptance-'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const counts = { passed: 0, failed: 0, skipped: 0 };

try {
  const tarball = pack();
  const prefix = install(tarball);
  if (prefix !== null) for (const node of nodes()) checkInstalled(prefix, node);
  if (!process.argv.includes('--no-executable')) checkExecutable();
} finally {
  rmSync(workshop, { recursive: true, force: true });
}
const { passed, failed, skipped } = counts;
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0) process.exitCode = 1;

function pack() {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', workshop];
  const { stdout } = npm(words, { cwd: root });
  const answer = JSON.parse(stdout);
  const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
  const kilobytes = Math.round(packed.size / 1024);
  console.log(`${packed.filename}: ${kilobytes} kB, ${packed.files.length} files`);
  check('the tarball', 'holds what it should, and nothing else', () =>
    packageCheck(
      packed.files.map(({ path }) => path),
      manifest,
    ),
  );
  return join(workshop, packed.filename);
}

/** Into an empty prefix, with an empty cache and no network: it must need nothing else. */
function install(tarball) {
  const prefix = join(workshop, 'prefix');
  mkdirSync(prefix);
  const words = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix];
  const done = check('the tarball', 'installs offline into an empty prefix', () => {
    npm([...words, '--cache', join(workshop, 'cache'), tarball], { cwd: workshop });
  });
  if (!windows) {
    check('the tarball', 'brings the manual page', () =>
      statSync(join(prefix, 'share/man/man1/vsi.1')),
    );
  }
  return done ? prefix : null;
}

/** The Node binaries to try: the registry's own packages bring them without any install script. */
function nodes() {
  const system = windows ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  return NODE_MAJORS.flatMap((major) => {
    const folder = join(workshop, `node-${major}`);
    mkdirSync(folder);
    const words = [
      'install',
      '--ignore-scripts',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
    ];
    const { status } = npm([...words, folder, `${name}@${major}`], { cwd: folder, mayFail: true });
    const binary = join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
    if (status === 0 && existsSync(binary)) return [binary];
    if (process.versions.node.startsWith(`${major}.`)) return [process.execPath];
    skip(`Node ${major}`, `the package ${name}@${major} cannot be had here`);
    return [];
  });
}

function checkInstalled(prefix, node) {
  const path = [dirname(node), windows ? prefix : join(prefix, 'bin'), ...systemFolders()];
  const env = environment({ PATH: path.join(delimiter) });
  const version = spawnSync('node', ['--version'], { env, encoding: 'utf8', shell: windows });
  checkProgram(`Node ${version.stdout.trim().slice(1)}`, 'vsi', env);
}

/** Nothing but the file itself: no Node in the PATH, no home, another folder. */
function checkExecutable() {
  const name = 'the executable';
  const built = spawnSync(process.execPath, [join(root, 'scripts/build-executable.mjs')], {
    encoding: 'utf8',
  });
  if (built.status !== 0) {
    skip(name, `it cannot be built here: ${built.stderr.trim().split('\n').pop()}`);
    return;
  }
  const file = join(root, 'build', windows ? 'vsi.exe' : 'vsi');
  checkProgram(name, file, environment({ PATH: '' }));
}

/** The system's own tools (sh, head), but no other Node. */
function systemFolders() {
  if (windows)
    return [process.env.SystemRoot ?? '', join(process.env.SystemRoot ?? '', 'System32')];
  return ['/usr/bin', '/bin'];
}

function environment(variables) {
  const home = mkdtempSync(join(workshop, 'home-'));
  return { HOME: home, ...(windows ? { USERPROFILE: home, APPDATA: home } : {}), ...variables };
}

function checkProgram(where, program, env) {
  const run = (...words) => {
    const options = { env, cwd: workshop, encoding: 'utf8', shell: windows, maxBuffer: 2 ** 26 };
    const { status, stdout, stderr, error } = spawnSync(program, words, options);
    if (error !== undefined) throw error;
    return { code: status, stdout, stderr };
  };
  const inShell = (line) =>
    spawnSync('/bin/sh', ['-c', line.replaceAll(/^vsi|\bvsi(?= )/g, `'${program}'`)], {
      env: { ...env, PATH: `${env.PATH}:/usr/bin:/bin` },
      cwd: workshop,
      encoding: 'utf8',
    });
  for (const [what, test] of Object.entries(PROGRAM_CHECKS)) {
    check(where, what, () => test({ run, inShell: windows ? null : inShell, manifest }));
  }
}

/** Runs one check and counts it; a check fails by throwing, and is skipped where it returns why. */
function check(where, what, test) {
  try {
    const reason = test();
    if (typeof reason === 'string') {
      skip(`${where}: ${what}`, reason);
      return true;
    }
    counts.passed += 1;
    console.log(`ok      ${where}: ${what}`);
    return true;
  } catch (error) {
    counts.failed += 1;
    console.log(
      `failed  ${where}: ${what}\n        ${error.message.replaceAll('\n', '\n        ')}`,
    );
    return false;
  }
}

function skip(what, reason) {
  counts.skipped += 1;
  console.log(`skipped ${what}: ${reason}`);
}

function npm(words, { cwd, mayFail = false }) {
  const done = spawnSync('npm', words, {
    cwd,
    encoding: 'utf8',
    shell: windows,
    maxBuffer: 2 ** 26,
  });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0 && !mayFail) throw new Error(`npm ${words[0]} failed:\n${done.stderr}`);
  return done;
}
