#!/usr/bin/env node
// Thin by intent: check the Node version, tell vsi's own, switch on the compile cache, hand over to the
// bundle. CommonJS by the package.json beside it, as the bundle: the first ES module alone takes Node a
// third of its own start, and an old Node must be able to read this file.
'use strict';

const words = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `vsi: Node ${process.versions.node} is too old (this program)\nhint: install Node 20.19 or newer\n`,
  );
  process.exitCode = 2;
} else if (words.length === 1 && words[0] === '--version') {
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`vsi: output cannot be written: ${error.code} (stdout)\n`);
    process.exitCode = 1;
  });
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  const { enableCompileCache } = require('node:module');
  if (enableCompileCache) keepCompiledCode(enableCompileCache);
  void require('../dist/main.js').run();
}

/** In a folder of the user's own: Node's usual one, among the temporary files, may be made by others. */
function keepCompiledCode(enableCompileCache) {
  const { compileCacheFolder } = require('../dist/compile-cache.js');
  let homeDirectory = null;
  try {
    homeDirectory = require('node:os').homedir();
  } catch {
    // An account without one.
  }
  const { env: variables, platform, version: node } = process;
  const user = process.geteuid?.() ?? null;
  const folder = compileCacheFolder({ variables, platform, homeDirectory, node, user });
  if (folder !== null) enableCompileCache(folder);
}
