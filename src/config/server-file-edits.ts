/** The changes that vsi makes in the file of saved servers, keeping what people wrote. */
import { isMap, isScalar, YAMLMap, type Document, type Node } from 'yaml';
import { VsiError } from '../model/errors.ts';
import type { TextSetting } from './saved-server.ts';
import { isNothing, readYaml, type FileText } from './server-file-yaml.ts';

/** One change of the file. */
export type ServerEdit =
  | {
      readonly kind: 'set';
      readonly server: string;
      readonly setting: TextSetting;
      /** null takes the setting out. */
      readonly value: string | null;
    }
  | { readonly kind: 'groups'; readonly server: string; readonly groups: readonly string[] }
  | { readonly kind: 'remove'; readonly server: string }
  /** null: none is the default any more. */
  | { readonly kind: 'default'; readonly server: string | null };

/** How a file looks that vsi makes. */
export const EMPTY_FILE = `# The servers that vsi knows; to be edited here, or with: vsi server add, set, remove, default.
# Passwords do not belong here: passwordFile or passwordCommand say where to find one.

servers: {}
`;

/**
 * The file's text with the changes made; comments and the order of things stay.
 *
 * @throws CONFIGURATION where the text cannot be read, or is written in a way that cannot be edited
 */
export function editServers(file: FileText, edits: readonly ServerEdit[]): string {
  const { document } = readYaml(file);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (const edit of edits) apply(document, edit, file.path);
  try {
    return document.toString({ lineWidth: 0 });
  } catch (error) {
    // What it can read it cannot always write: a key that is nothing (`? `).
    throw new VsiError('CONFIGURATION', 'the file is written in a way that cannot be edited', {
      where: file.path,
      hint: 'change the file by hand',
      cause: error,
    });
  }
}

function apply(document: Document, edit: ServerEdit, path: string): void {
  if (edit.kind === 'default') {
    setDefault(document, edit.server);
    return;
  }
  const servers = mapAt(document, ['servers'], path);
  if (edit.kind === 'remove') {
    servers.delete(edit.server);
    return;
  }
  const server = mapAt(document, ['servers', edit.server], path);
  const key = edit.kind === 'groups' ? 'groups' : edit.setting;
  const value = edit.kind === 'groups' ? (edit.groups.length > 0 ? edit.groups : null) : edit.value;
  if (value === null) server.delete(key);
  else server.set(key, nodeOf(document, value, server.get(key, true)));
}

/** The value to write, with the comment of the one that it replaces. */
function nodeOf(document: Document, value: string | readonly string[], before: unknown): Node {
  const node = document.createNode(value);
  // Unquoted, it would be read as nothing.
  if (isScalar(node) && isNothing(node.value)) node.type = 'QUOTE_DOUBLE';
  if (isScalar(before) && isScalar(node)) node.comment = before.comment ?? null;
  return node;
}

/** The default stands in front of the servers, where it is seen. */
function setDefault(document: Document, name: string | null): void {
  const { contents } = document;
  if (name === null) document.delete('default');
  else if (document.has('default') || !isMap(contents)) document.set('default', name);
  else contents.items.unshift(document.createPair('default', name));
}

/** The map at this place, made where there is none. */
function mapAt(document: Document, place: readonly string[], path: string): YAMLMap {
  const found = document.getIn(place, true);
  if (isMap(found)) {
    // `{}` is how an empty map is written; below it, one setting a line is easier to edit by hand.
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  if (found !== undefined && !(isScalar(found) && isNothing(found.value))) {
    throw new VsiError(
      'CONFIGURATION',
      `“${place.join('.')}” is written in a way that vsi cannot edit`,
      {
        where: path,
        hint: 'change the file by hand',
      },
    );
  }
  const made = new YAMLMap(document.schema);
  document.setIn(place, made);
  return made;
}
