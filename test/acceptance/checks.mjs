// What must hold of the package and of an installed program, whatever brought it there.
import assert from 'node:assert/strict';

/** What strangers look for in the package, beside the chunks of the program. */
const EXPECTED = [
  'bin/vsi.js',
  'dist/main.js',
  'dist/compile-cache.js',
  'dist/package.json',
  'man/vsi.1',
  'completions/vsi.bash',
  'schema/session.json',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
  'THIRD-PARTY-LICENSES.txt',
  'package.json',
];

const ALLOWED =
  /^(?:bin\/|dist\/(?:.*\.js|package\.json)$|completions\/|man\/|schema\/|docs\/examples\/|[A-Z-]+\.(?:md|txt)$|LICENSE$|package\.json$)/;

/** @param files paths in the tarball */
export function packageCheck(files, manifest) {
  assert.deepEqual(
    EXPECTED.filter((file) => !files.includes(file)),
    [],
    'missing',
  );
  assert.deepEqual(
    files.filter((file) => !ALLOWED.test(file)),
    [],
    'not wanted',
  );
  assert.equal(manifest.dependencies, undefined, 'no package is needed at run time');
}

const FAILED = 'session list --status failed --limit 1 --quiet --demo -o json'.split(' ');

/**
 * Each takes `{run, inShell, manifest}`: `run(...words)` gives `{code, stdout, stderr}`, `inShell(line)`
 * runs a line of a POSIX shell, null where there is none.
 */
export const PROGRAM_CHECKS = {
  'tells its version': ({ run, manifest }) => {
    assert.deepEqual(run('--version'), { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  },

  'shows its help': ({ run }) => {
    const { code, stdout, stderr } = run('--help');
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^ {2}jobs list /m);
    assert.match(run('session', 'list', '--help').stdout, /--since/);
  },

  'prints completion scripts, and completes': ({ run }) => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { code, stdout } = run('completion', shell);
      assert.deepEqual([shell, code, stdout.includes('__complete')], [shell, 0, true]);
    }
  },

  'does the main job: jobs, the sessions of one, a failed one': ({ run }) => {
    const jobs = list(run('jobs', 'list', '--demo', '-o', 'json'));
    const job = jobs.find(({ lastStatus }) => lastStatus !== null);
    const sessions = list(run('jobs', 'sessions', job.id, '--demo', '-o', 'json'));
    assert.ok(sessions.every(({ jobId }) => jobId === job.id));
    const [failed] = list(run(...FAILED));
    const { code, stdout } = run('session', 'show', failed.id, '--demo', '-o', 'table');
    assert.equal(code, 0);
    assert.match(stdout, /failed/i);
  },

  'counts runs, one row for each product': ({ run }) => {
    const rows = list(run('stats', '--by', 'server', '--demo', '-o', 'json'));
    assert.equal(rows.length, 2);
    assert.ok(rows.every(({ runs }) => runs > 0));
  },

  'writes other formats': ({ run }) => {
    for (const format of ['table', 'json', 'csv', 'yaml', 'markdown']) {
      const { code, stdout, stderr } = run('jobs', 'list', '--demo', '-o', format);
      assert.deepEqual([format, code, stderr, stdout !== ''], [format, 0, '', true]);
    }
  },

  'says with its exit code what went wrong': ({ run }) => {
    const codes = [
      [2, ['nosuch']],
      [2, ['jobs', 'list', '--demo', '-o', 'nosuch']],
      [5, ['jobs', 'show', 'no such job', '--demo']],
      [
        6,
        ['jobs', 'list', '--server', 'https://127.0.0.1:1', '--product', 'vbr', '--retries', '0'],
      ],
    ];
    for (const [expected, words] of codes) {
      const { code, stdout, stderr } = run(...words);
      assert.deepEqual([words, code, stdout], [words, expected, '']);
      assert.match(stderr, /^vsi: .+\n/);
    }
  },

  'works in a pipe whose reader leaves early': ({ inShell }) => {
    if (inShell === null) return 'there is no POSIX shell';
    const line = 'set -e; vsi session list --limit 0 --demo | head -n 1; echo done';
    const { status, stdout, stderr } = inShell(line);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.match(stdout, /^[^\n]+\ndone\n$/);
    return undefined;
  },
};

function list({ code, stdout, stderr }) {
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const rows = JSON.parse(stdout);
  assert.ok(Array.isArray(rows) && rows.length > 0, 'a list with rows');
  return rows;
}
