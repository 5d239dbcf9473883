/** Typed access to YAML that people write by hand, with the lines of what is wrong in it. */
import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { VsiError } from '../model/errors.ts';

/** A file's text and where it is from, for errors. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Typed access to a parsed file. */
export interface YamlReader {
  readonly document: Document;
  /** null: the file is empty. @param allowed what may stand there, for the error */
  readonly topMap: (allowed: string) => YAMLMap | null;
  readonly keyOf: (pair: Pair) => string;
  /** The entries of a map below the top; none where it is missing or empty. */
  readonly pairsOf: (top: YAMLMap, key: string, allowed: string) => readonly Pair[];
  /** The entries of the map that a key holds; none where it is empty. */
  readonly entriesOf: (pair: Pair, message: string, allowed: string) => readonly Pair[];
  /** The text of a scalar, empty for nothing; null for anything else. */
  readonly textOf: (node: unknown) => string | null;
  /** What an alias stands for. */
  readonly resolve: (node: unknown) => unknown;
  readonly complain: (node: unknown, message: string, hint: string) => VsiError;
  /** The number of the line on which the node begins. */
  readonly lineOf: (node: unknown) => number;
}

/** @throws CONFIGURATION for what is no YAML, naming the line */
export function readYaml({ path, text }: FileText): YamlReader {
  const lines = new LineCounter();
  // In the failsafe schema every scalar is a text: a server may be called 365, a group `on`.
  const document: Document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
  });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new VsiError(
      'CONFIGURATION',
      `the saved servers are not valid YAML: ${problem.message}`,
      {
        where: `${path}:${lines.linePos(problem.pos[0]).line}`,
      },
    );
  }

  const lineOf = (node: unknown): number =>
    lines.linePos(isPlaced(node) ? (node.range?.[0] ?? 0) : 0).line;
  const complain = (node: unknown, message: string, hint: string): VsiError =>
    new VsiError('CONFIGURATION', message, { where: `${path}:${lineOf(node)}`, hint });
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const textOf = (node: unknown): string | null => {
    const value = resolve(node);
    if (value === null || value === undefined) return '';
    if (!isScalar(value) || typeof value.value !== 'string') return null;
    return isNothing(value.value) && value.type === 'PLAIN' ? '' : value.value;
  };
  const mapOf = (pair: Pair, message: string, allowed: string): readonly Pair[] => {
    const value = resolve(pair.value);
    if (isMap(value)) return value.items;
    if (textOf(value) === '') return [];
    throw complain(value, message, allowed);
  };
  const keyOf = ({ key }: Pair): string => textOf(key) ?? '';
  return {
    document,
    topMap: (allowed) => {
      const { contents } = document;
      if (isMap(contents)) return contents;
      if (textOf(contents) === '') return null;
      throw complain(contents, 'the file is no list of settings', allowed);
    },
    keyOf,
    pairsOf: (top, key, allowed) => {
      const pair = top.items.find((item) => keyOf(item) === key);
      return pair === undefined ? [] : mapOf(pair, `“${key}” holds no settings`, allowed);
    },
    entriesOf: mapOf,
    textOf,
    resolve,
    complain,
    lineOf,
  };
}

/** What people write for nothing. */
export function isNothing(value: unknown): boolean {
  return [null, '', '~', 'null'].some((nothing) => nothing === value);
}

function isPlaced(node: unknown): node is Pick<Node, 'range'> {
  return typeof node === 'object' && node !== null && 'range' in node;
}
