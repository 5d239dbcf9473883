import fc from 'fast-check';

const BEFORE_SURROGATES = 0xd800;
const SURROGATES = 0x800;

/** Any character there is or may be, simple ones often. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES })
  .map((code) => String.fromCodePoint(code < BEFORE_SURROGATES ? code : code + SURROGATES));

/**
 * Any text at all: controls, marks of direction, what is no letter yet. fast-check's own `unit: 'binary'`
 * says the same, but keeps a table of all million characters for it: half a second for each test file.
 */
export function anyText(
  lengths: { readonly minLength?: number; readonly maxLength?: number } = {},
) {
  return fc.string({ unit: character, ...lengths });
}
