// The rules of the house that a machine can hold: strict types, and imports that only run downward.
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Imports come from afar first: Node, libraries, other folders, the own folder. */
const IMPORT_ORDER = ['error', { groups: ['builtin', 'external', 'parent', 'sibling'] }];

/** What each floor may import besides itself. A folder that is not listed may be imported by none. */
const FLOORS = {
  model: [],
  analysis: ['model'],
  output: ['analysis', 'model'],
  monitoring: ['output', 'analysis', 'model'],
  config: ['model'],
  servers: ['model'],
  demo: ['model'],
  report: ['output', 'analysis', 'model'],
  cli: ['monitoring', 'report', 'output', 'analysis', 'servers', 'config', 'demo', 'model'],
};

/** Libraries that only one part of the house may know. */
const LIBRARIES = [
  {
    names: ['got', 'lossless-json', 'p-limit'],
    only: ['servers'],
  },
  { names: ['chalk', 'cli-table3', 'string-width', 'jmespath'], only: ['output'] },
  { names: ['yaml'], only: ['config'] },
  { names: ['ora'], only: ['output'] },
  { names: ['commander'], only: ['cli'] },
  { names: ['nodemailer'], only: ['report'] },
  { names: ['selfsigned'], only: ['demo'] },
];

/** Hints run on behind "hint: ": they begin small and end without a full stop. */
const HINT_STYLE = [
  'NewExpression[callee.name="VsiError"] Property[key.name="hint"] Literal[value=/^[A-Z][a-z]* /]',
  'NewExpression[callee.name="VsiError"] Property[key.name="hint"] Literal[value=/[.]$/]',
  'NewExpression[callee.name="VsiError"] Property[key.name="hint"] > TemplateLiteral > TemplateElement:first-child[value.raw=/^[A-Z][a-z]* /]',
  'NewExpression[callee.name="VsiError"] Property[key.name="hint"] > TemplateLiteral > TemplateElement:last-child[value.raw=/[.]$/]',
].map((selector) => ({ selector, message: 'A hint begins small and ends without a full stop.' }));

function floorRules([floor, below]) {
  const closedFloors = Object.keys(FLOORS).filter(
    (name) => name !== floor && !below.includes(name),
  );
  const closedLibraries = LIBRARIES.filter(({ only }) => !only.includes(floor)).flatMap(
    ({ names }) => names,
  );
  const patterns = [
    ...closedFloors.map((name) => ({
      group: [`**/${name}/**`],
      message: `${floor}/ must not know ${name}/: imports run downward only.`,
    })),
    { group: ['**/main.ts', '**/entry.ts'], message: 'main is the top floor.' },
  ];
  if (floor === 'model' || floor === 'analysis') {
    patterns.push({ group: ['node:*'], message: `${floor}/ knows nothing but the language.` });
  }
  return {
    files: [`src/${floor}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns,
          paths: closedLibraries.map((name) => ({
            name,
            message: `${name} belongs to one part of the house (see eslint.config.mjs).`,
          })),
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', '.stryker-tmp'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs', 'bin/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    files: ['bin/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/resolver': { node: { extensions: ['.ts'] } },
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A port's method is async even where one product's answer happens to be at hand.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'max-params': ['error', 4],
      'no-restricted-syntax': ['error', ...HINT_STYLE],
    },
  },
  ...Object.entries(FLOORS).map(floorRules),
  {
    files: ['src/**/*.ts'],
    rules: { 'import-x/order': IMPORT_ORDER },
  },
  {
    // Process-wide state is reached through injected dependencies, so that every screen can be tested.
    files: ['src/**/*.ts'],
    ignores: ['src/entry.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'console'],
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Take the clock from the environment passed in.',
        },
        {
          object: 'Math',
          property: 'random',
          message: 'Take randomness from the environment passed in.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
