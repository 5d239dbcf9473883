import config from './jest.config.mjs';

const BRANCHES = { branches: 95 };

/** Coverage of what computes and of what reads servers, by their own tests: `npm run coverage`. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/unit/{model,analysis,servers/{reading,vb365,vbr}}/**/*.test.ts'],
  collectCoverage: true,
  collectCoverageFrom: [
    'src/{model,analysis}/**/*.ts',
    'src/servers/{vb365,vbr}/**/*.ts',
    'src/servers/reading/{reading,json}.ts',
  ],
  coverageReporters: ['text'],
  coverageThreshold: {
    './src/model/': BRANCHES,
    './src/analysis/': BRANCHES,
    './src/servers/vb365/': BRANCHES,
    './src/servers/vbr/': BRANCHES,
    './src/servers/reading/reading.ts': BRANCHES,
    './src/servers/reading/json.ts': BRANCHES,
  },
};
