// Mutation testing of what computes: `npm run mutation`. Not part of .ci/run, for it takes long.
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['src/model/**/*.ts', 'src/analysis/**/*.ts'],
  ignorePatterns: ['/*', '!/src', '!/test', '!/package.json', '!/jest*.mjs', '!/tsconfig.json'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Constants are mutated by the load of a module: each would need a run of all tests.
  ignoreStatic: true,
  // A mutant that hangs does so for ever; one that is only slow on a busy machine must not count as noticed.
  timeoutMS: 15_000,
  concurrency: 2,
  // What was tested before is not tested again while neither it nor its tests have changed.
  incremental: true,
  incrementalFile: 'coverage/mutation.json',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
  tempDirName: '.stryker-tmp',
  thresholds: { high: 90, low: 85, break: 80 },
};
