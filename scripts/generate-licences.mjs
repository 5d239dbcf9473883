// THIRD-PARTY-LICENSES.txt: the licences of the packages whose code really is in the bundle, as esbuild
// tells it. Equal texts are printed once.
import { readdir, readFile } from 'node:fs/promises';
import { bundleOneFile } from './bundle-one-file.mjs';

const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:-mit)?(?:\.(?:md|txt))?$/i;
const NOTICE_FILE = /^(?:notice|copyrightnotice)(?:\.(?:md|txt))?$/i;
const RULE = '-'.repeat(80);

const INTRO = `Third-party licences

The program in dist/ contains code of the packages below, each under the licence that follows its name.
This file is generated from the bundle: npm run generate.
`;

/** For scripts/generate.mjs. */
export const licenceGenerator = {
  folder: null,
  files: async () => [{ path: 'THIRD-PARTY-LICENSES.txt', text: document(await packages()) }],
};

async function packages() {
  const { metafile } = await bundleOneFile(null);
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const found = await Promise.all([...folders].map(packageIn));
  return found.sort((a, b) => compare(a.title, b.title));
}

async function packageIn(folder) {
  const at = new URL(`../${folder}`, import.meta.url);
  const { name, version, license } = JSON.parse(
    await readFile(new URL('package.json', at), 'utf8'),
  );
  const names = (await readdir(at)).sort(compare);
  const files = [LICENCE_FILE, NOTICE_FILE].flatMap((kind) =>
    names.filter((each) => kind.test(each)),
  );
  if (!files.some((each) => LICENCE_FILE.test(each)))
    throw new Error(`${name} has no licence file`);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, at), 'utf8')));
  return { title: `${name} ${version} (${license})`, text: texts.map(tidy).join('\n\n') };
}

/** Without what differs between files of the same words. */
function tidy(text) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function document(found) {
  const titlesByText = new Map();
  for (const { title, text } of found) {
    titlesByText.set(text, [...(titlesByText.get(text) ?? []), title]);
  }
  const chapters = [...titlesByText].map(
    ([text, titles]) => `${RULE}\n${titles.join('\n')}\n${RULE}\n\n${text}\n`,
  );
  return [INTRO, ...chapters].join('\n');
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
