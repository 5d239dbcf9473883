import { createRandom, uuidOf, type Random } from '../../random.ts';
import type { ObjectType, WorldJob } from './jobs.ts';

/** One mailbox, site or team of a job. */
export interface BackedUpObject {
  /** Two GUIDs run together, as the product's own ids of users and sites are. */
  readonly id: string;
  readonly type: ObjectType;
  /** What log lines call it: an address, a URL, a team's name. */
  readonly name: string;
  /** Its id in Microsoft 365. */
  readonly accountId: string;
}

// prettier-ignore
const FIRST_NAMES = [
  'adele', 'bruno', 'chiara', 'dmitri', 'elif', 'farid', 'greta', 'haruka', 'ines', 'jonas',
  'katya', 'liam', 'mei', 'nadia', 'olga', 'pavel', 'quentin', 'rosa', 'søren', 'tomás',
];
// prettier-ignore
const LAST_NAMES = [
  'alvarez', 'brandt', 'costa', 'dubois', 'eriksson', 'fischer', 'garcia', 'haas', 'ivanova',
  'jensen', 'kimura', 'lindgren', 'müller', 'novak', "o'brien", 'petrova', 'rossi', 'sato',
];
// prettier-ignore
const TOPICS = [
  'Finance', 'Marketing', 'Projects', 'Werk Süd', 'Onboarding', 'Research', 'Qualité', 'Logistics',
  'Intranet', 'Verträge', 'Support', 'プロジェクト', 'Contracts', 'Sales EMEA', 'Works council',
];

const known = new WeakMap<WorldJob, readonly BackedUpObject[]>();

/** The objects of a job, always the same ones; a copy job's are its source's. */
export function objectsOf(job: WorldJob): readonly BackedUpObject[] {
  const owner = job.source ?? job;
  const found = known.get(owner);
  if (found !== undefined) return found;
  const objects = Array.from({ length: owner.workload.objects }, (_, index) =>
    makeObject(owner, index),
  );
  known.set(owner, objects);
  return objects;
}

function makeObject(job: WorldJob, index: number): BackedUpObject {
  const key = `${job.id}/${index}`;
  const random = createRandom(key);
  const accountId = uuidOf(`${key}/account`);
  const id = `${accountId}${uuidOf(key)}`.replaceAll('-', '');
  const { objectType } = job.workload;
  return { id, type: objectType, accountId, name: nameOf(job, index, random) };
}

function nameOf(job: WorldJob, index: number, random: Random): string {
  const { organization, workload } = job;
  const person = `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}`;
  const topic = random.pick(TOPICS);
  if (workload.objectType === 'User') return `${person}${index}@${organization.name}`;
  if (workload.objectType === 'Team') return `${topic} ${index + 1}`;
  const isPersonal = index % 3 === 2;
  const path = isPersonal
    ? `personal/${person.replaceAll(/[^a-z]/g, '_')}_${index}`
    : `sites/${topic.replaceAll(' ', '')}-${index}`;
  return `https://${organization.sharePointHost}/${path}`;
}
