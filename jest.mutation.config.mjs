import config from './jest.config.mjs';

/** The unit tests of model and analysis alone, for Stryker. */
export default {
  ...config,
  setupFilesAfterEnv: [],
  testMatch: ['<rootDir>/test/unit/{model,analysis}/**/*.test.ts'],
};
