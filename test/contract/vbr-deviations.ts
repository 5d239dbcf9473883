// Where real VBR servers, and so the demo server, differ from the documents (api/vbr.md): in the body as
// repairs, each undone before the check; elsewhere as deviations.
import { isObject } from './json-schema.ts';
import type { Deviation } from './openapi.ts';

/** Name and value of a member. */
type Member = readonly [string, unknown];

/** A known difference, undone before the check: so it hides no other one. */
export interface Repair {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly path: RegExp;
  /** The member as the document wants it; undefined leaves it out. */
  readonly member: (name: string, value: unknown) => Member | undefined;
}

export const VBR_REPAIRS: readonly Repair[] = [
  {
    name: 'what is absent is null up to 1.2, as in the examples',
    from: '1.0-rev1',
    to: '1.2-rev1',
    path: /./,
    member: (name, value) => (value === null ? undefined : [name, value]),
  },
  {
    name: 'a refused version has a resourceId that is null (captured from 12.0)',
    from: '1.3-rev0',
    to: '1.3-rev2',
    path: /./,
    member: (name, value) => (name === 'resourceId' && value === null ? undefined : [name, value]),
  },
  {
    name: 'task sessions have server-local times without an offset',
    from: '1.2-rev1',
    to: '1.3-rev2',
    path: /taskSessions(\/[^/]+)?$/,
    member: (name, value) =>
      name.endsWith('Time') && typeof value === 'string' && /^\d{4}-.*T[\d:.]+$/.test(value)
        ? [name, `${value}+01:00`]
        : [name, value],
  },
  {
    name: 'task sessions say transferedSize up to 1.3-rev1',
    from: '1.2-rev1',
    to: '1.3-rev1',
    path: /taskSessions(\/[^/]+)?$/,
    member: (name, value) => [name === 'transferedSize' ? 'transferredSize' : name, value],
  },
  {
    name: 'log records have a description, as in all examples',
    from: '1.0-rev1',
    to: '1.3-rev2',
    path: /\/logs$/,
    member: (name, value) => (name === 'description' ? undefined : [name, value]),
  },
  {
    name: 'the token of 13 names the user, and its times have no offset',
    from: '1.3-rev0',
    to: '1.3-rev2',
    path: /\/token$/,
    member: (name, value) => {
      if (name === 'username') return undefined;
      return name.startsWith('.') ? [name, `${String(value)}+01:00`] : [name, value];
    },
  },
];

/** Differences that are no matter of the body. */
export const VBR_DEVIATIONS: readonly Deviation[] = [
  {
    name: 'clients send grant types in lower case, documents since 1.3-rev1 print capitals',
    covers: (text) => text.includes('body: /grant_type must be equal to one of the allowed values'),
  },
  {
    name: 'serverInfo of 1.1 requires a vbrInstallationId, but describes a vbrId',
    covers: (text) => text.includes("must have required property 'vbrInstallationId'"),
  },
];

/** An answer with all named differences undone; `used` gets the names of those that it had. */
export function repaired(
  value: unknown,
  asked: { readonly revision: string; readonly path: string; readonly used: Set<string> },
): unknown {
  if (Array.isArray(value)) return value.map((item) => repaired(item, asked));
  if (!isObject(value)) return value;
  const { revision, path, used } = asked;
  const repairs = VBR_REPAIRS.filter(
    (repair) => revision >= repair.from && revision <= repair.to && repair.path.test(path),
  );
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      let entry: Member | undefined = [name, member];
      for (const repair of repairs) {
        if (entry === undefined) break;
        const after: Member | undefined = repair.member(...entry);
        if (after?.[0] !== entry[0] || after[1] !== entry[1]) used.add(repair.name);
        entry = after;
      }
      return entry === undefined ? [] : [[entry[0], repaired(entry[1], asked)]];
    }),
  );
}
