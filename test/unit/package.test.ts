import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly man: readonly string[];
  readonly files: readonly string[];
  readonly dependencies?: unknown;
  readonly optionalDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const { packages } = JSON.parse(textOf('package-lock.json')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Licences that ask for no more than their text to be kept, or nothing. */
const LICENCES = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Apache-2.0 AND MIT',
  'BlueOak-1.0.0',
  'Python-2.0',
  '(MIT OR CC0-1.0)',
]);

/** Data that is used while testing and not passed on. */
const EXCEPTIONS = new Map([['caniuse-lite', 'CC-BY-4.0']]);

/** What these do works without their scripts, too; they download nothing where npm has the binary. */
const WITH_INSTALL_SCRIPT = [
  '@parcel/watcher',
  '@swc/core',
  'esbuild',
  'fsevents',
  'unrs-resolver',
];

const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, facts]) => ({ name: path.replace(/^.*node_modules\//, ''), ...facts }));

describe('the package', () => {
  test('needs no other one at run time', () => {
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    expect({ dependencies, optionalDependencies, peerDependencies }).toEqual({});
  });

  test('has a program and a manual page that npm links, and everything that people look for', () => {
    expect(manifest.bin).toEqual({ vsi: 'bin/vsi.js' });
    // npm links only what stands in a list.
    expect(manifest.man).toEqual(['man/vsi.1']);
    const wanted = ['bin', 'dist', '!dist/**/*.map', 'completions', 'man', 'schema'];
    const documents = ['CHANGELOG.md', 'SECURITY.md', 'THIRD-PARTY-LICENSES.txt'];
    expect(manifest.files).toEqual(expect.arrayContaining([...wanted, ...documents]));
  });

  test('names its version in the changelog', () => {
    expect(textOf('CHANGELOG.md')).toContain(`\n## ${manifest.version}`);
  });
});

describe('the packages it is made with', () => {
  const names = Object.keys(manifest.devDependencies);

  test.each(names)('%s is pinned to a major and justified in CONTRIBUTING.md', (name) => {
    expect(manifest.devDependencies[name]).toMatch(/^\^\d+\.\d+\.\d+/);
    expect(textOf('CONTRIBUTING.md')).toMatch(
      new RegExp(`^\\| .*\`${name}\`.* \\| .{10,} \\|$`, 'm'),
    );
  });

  test('CONTRIBUTING.md justifies none that has gone', () => {
    const [, table = ''] = textOf('CONTRIBUTING.md').split(/^## Dependencies$/m);
    const [rows = ''] = table.split(/^## /m);
    const listed = [...rows.matchAll(/^\| (?<cell>`[^|]*) \|/gm)].flatMap(({ groups }) =>
      [...(groups?.['cell'] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect([...listed].sort()).toEqual([...names].sort());
  });

  test('have licences that allow what is done with them', () => {
    expect(locked.length).toBeGreaterThan(100);
    const others = locked.filter(
      ({ name, license }) => !LICENCES.has(license ?? '') && EXCEPTIONS.get(name) !== license,
    );
    expect(others.map(({ name, license }) => `${name}: ${license ?? 'none'}`)).toEqual([]);
  });

  test('run no script when they are installed, but for a few', () => {
    const scripted = locked.filter(({ hasInstallScript }) => hasInstallScript === true);
    const unknown = scripted.filter(({ name }) => !WITH_INSTALL_SCRIPT.includes(name));
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });
});

test('the licences of what is bundled are those of the versions that are locked', () => {
  const titles = [...textOf('THIRD-PARTY-LICENSES.txt').matchAll(/^(\S+) (\d\S*) \(.+\)$/gm)];
  expect(titles.length).toBeGreaterThan(20);
  for (const [title, name, version] of titles) {
    const found = locked.some((each) => each.name === name && each.version === version);
    expect([title, found]).toEqual([title, true]);
  }
});
