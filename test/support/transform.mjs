// TypeScript for Jest, by @swc/jest. A test file runs in a context of its own, where each look-up of a
// global (`Math`, `Number`) asks the context first and takes some hundred times as long as elsewhere. So each
// module looks those that it uses up once. Jest's `sandboxInjectedGlobals` does so for CommonJS alone.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swc from '@swc/jest';

const GLOBALS = [
  'AbortController',
  'AbortSignal',
  'Array',
  'BigInt',
  'Buffer',
  'Date',
  'Error',
  'Infinity',
  'Intl',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'RangeError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TypeError',
  'URL',
  'URLSearchParams',
  'Uint8Array',
  'WeakMap',
];

const own = readFileSync(new URL(import.meta.url));

export default {
  createTransformer(settings) {
    const transformer = swc.createTransformer(settings);
    return {
      ...transformer,
      process: (source, path, options) =>
        transformer.process(withOwnGlobals(source), path, options),
      processAsync: (source, path, options) =>
        transformer.processAsync(withOwnGlobals(source), path, options),
      getCacheKey: (...words) =>
        createHash('sha256')
          .update(own)
          .update(transformer.getCacheKey(...words))
          .digest('hex'),
    };
  },
};

/** The same on the same lines; what a module declares or imports itself stays its own. */
function withOwnGlobals(source) {
  const used = GLOBALS.filter(
    (name) =>
      new RegExp(`\\b${name}\\b`).test(source) &&
      !new RegExp(
        `\\b(?:const|let|function|class|type|interface|as)\\s+${name}\\b|^import[^;]*\\b${name}\\b[^;]*from`,
        'm',
      ).test(source),
  );
  return used.length === 0 ? source : `const { ${used.join(', ')} } = globalThis; ${source}`;
}
