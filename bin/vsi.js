#!/usr/bin/env node
// Thin by intent: check the Node version, switch on the compile cache, hand over to the bundle.
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `vsi: Node ${process.versions.node} is too old (this program)\nhint: install Node 20.19 or newer\n`,
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  const { run } = await import('../dist/main.js');
  await run();
}
