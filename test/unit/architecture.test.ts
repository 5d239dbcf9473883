import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const SOURCE = new URL('../../src/', import.meta.url);
const DOCUMENT = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');

const diagram = /```mermaid\n(?<text>[^]*?)```/.exec(DOCUMENT)?.groups?.['text'] ?? '';
const drawn = [...diagram.matchAll(/^ +(\w+) --> (\w+)$/gm)].map(
  ([, from, to]) => `${from} > ${to}`,
);
const nodes = [...diagram.matchAll(/^ +(\w+)\["/gm)].map(([, name = '']) => name);

/** The part of the diagram that a file of the source belongs to: the deepest folder that is drawn. */
function partOf(file: string): string {
  const folders = posix.dirname(file).split('/');
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const name = folders.slice(0, depth).join('_');
    if (nodes.includes(name)) return name;
  }
  return file.includes('/') ? `${posix.dirname(file)} (not drawn)` : 'entry';
}

/** Every import of one part from another one, whatever its form. */
function importsOfTheSource(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  const edges = files.flatMap((file) => {
    const text = readFileSync(new URL(file, SOURCE), 'utf8');
    const paths = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(?<path>\.[^']+)'/g)];
    return paths.map(({ groups }) => {
      const target = posix.join(posix.dirname(file), groups?.['path'] ?? '');
      return [partOf(file), partOf(target)] as const;
    });
  });
  return [
    ...new Set(edges.filter(([from, to]) => from !== to).map(([from, to]) => `${from} > ${to}`)),
  ];
}

describe('the diagram of docs/architecture.md', () => {
  test('has the imports of the source, all of them and no others', () => {
    expect(drawn.length).toBeGreaterThan(10);
    expect(importsOfTheSource().sort()).toEqual([...drawn].sort());
  });

  test('has an arrow for each of its parts', () => {
    for (const name of nodes) {
      expect([name, drawn.some((edge) => edge.split(' > ').includes(name))]).toEqual([name, true]);
    }
  });
});
