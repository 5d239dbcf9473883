import config from './jest.config.mjs';

const ALL = '<rootDir>/test/unit/{model,analysis}/**/*.test.ts';

/** The unit tests of model and analysis for Stryker, or those that scripts/mutation.mjs names. */
export default {
  ...config,
  // Stryker puts its own around it, and few files run in one process.
  testEnvironment: 'node',
  roots: ['<rootDir>/test/unit/model', '<rootDir>/test/unit/analysis'],
  watchman: false,
  setupFilesAfterEnv: ['<rootDir>/test/support/fewer-runs.ts'],
  testMatch: process.env.MUTATION_TESTS?.split(',').map((file) => `<rootDir>/${file}`) ?? [ALL],
};
