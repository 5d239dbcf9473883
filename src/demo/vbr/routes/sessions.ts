import type { SimulatedResponse } from '../../simulator.ts';
import { renderLog } from '../render/logs.ts';
import { sessionTypeOf } from '../render/session-types.ts';
import { renderSession, resultWord, sessionName, stateWord } from '../render/sessions.ts';
import type { Scene } from '../render/values.ts';
import { since, type Revision } from '../revisions.ts';
import { LOG_STATUSES, RESULTS, VOCABULARIES } from '../words.ts';
import type { Session } from '../world/model.ts';
import { sessionLog } from '../world/session-log.ts';
import { sessionState } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { notFound, ok } from './answers.ts';
import type { Context, Handler } from './context.ts';
import {
  keep,
  namePattern,
  pageAnswer,
  readPage,
  sortItems,
  timeConditions,
  type Columns,
  type Condition,
} from './lists.ts';

/** The two lists of sessions, which no session is in both of. */
export type SessionList = 'sessions' | 'automation';

/** `GET /api/v1/sessions` and `GET /api/v1/automation/sessions`. */
export function listSessions(list: SessionList): Handler {
  return (context) => {
    const { parameters, scene, world } = context;
    const page = readPage(parameters);
    const known = knownSessions(list, world, scene);
    const conditions = conditionsOf(list, context);
    const items = ordered(keep(known, conditions), context);
    return ok(
      pageAnswer(items, page, {
        showsPage: !since(scene.revision, '1.3-rev0'),
        render: (session) => renderSession(session, world.tasksOf(session), scene),
      }),
    );
  };
}

/** `GET …/{id}` */
export function oneSession(list: SessionList): Handler {
  return (context) =>
    withSession(list, context, (session) =>
      ok(renderSession(session, context.world.tasksOf(session), context.scene)),
    );
}

/** `GET …/{id}/logs` */
export function sessionLogs(list: SessionList): Handler {
  return (context) =>
    withSession(list, context, (session) => {
      const { scene, world, parameters } = context;
      const newer = since(scene.revision, '1.3-rev0');
      const status = newer ? parameters.word('statusFilter', LOG_STATUSES) : null;
      const manner = { wall: scene.wall, loadLineMayMiss: newer };
      const lines = sessionLog(session, world.tasksOf(session), manner);
      return ok(renderLog(lines, { newestFirst: true, status }, scene));
    });
}

/** All sessions of a list that the revision can say, begun by now, newest first. */
export function knownSessions(list: SessionList, world: World, scene: Scene): readonly Session[] {
  const sessions = sayable(list, world, scene.revision);
  // Those to come stand at the front.
  const begun = sessions.findIndex(({ createdAt }) => createdAt <= scene.now);
  return begun <= 0 ? sessions.slice(begun < 0 ? sessions.length : 0) : sessions.slice(begun);
}

/** The lists are the same on every request, so that a large one is sifted once for each revision. */
const SIFTED = new WeakMap<readonly Session[], Map<Revision, readonly Session[]>>();

function sayable(list: SessionList, world: World, revision: Revision): readonly Session[] {
  const sessions = world[list];
  const sifted = SIFTED.get(sessions) ?? new Map<Revision, readonly Session[]>();
  SIFTED.set(sessions, sifted);
  const known =
    sifted.get(revision) ??
    sessions.filter(({ activity }) => sessionTypeOf(activity, revision) !== null);
  sifted.set(revision, known);
  return known;
}

function withSession(
  list: SessionList,
  { id, world, scene }: Context,
  answer: (session: Session) => SimulatedResponse,
): SimulatedResponse {
  const session = findSession(list, id, { world, scene });
  return session === null ? notFound(id) : answer(session);
}

/** The session of this id if the revision shows it by now, else null. */
export function findSession(
  list: SessionList,
  id: string,
  { world, scene }: { readonly world: World; readonly scene: Scene },
): Session | null {
  return knownSessions(list, world, scene).find((session) => session.id === id) ?? null;
}

function conditionsOf(
  list: SessionList,
  { parameters, scene, world }: Context,
): readonly Condition<Session>[] {
  const { revision, now } = scene;
  const vocabulary = VOCABULARIES.get(revision);
  const arrays = since(revision, '1.3-rev0');
  const conditions = [
    ...timeConditions<Session>(parameters, {
      created: ({ createdAt }) => createdAt,
      ended: ({ endsAt }) => (now >= endsAt ? endsAt : null),
    }),
  ];
  const set = (
    name: string,
    words: ReadonlySet<string>,
    many: boolean,
  ): ReadonlySet<string> | null => {
    if (many) return parameters.words(name, words);
    const word = parameters.word(name, words);
    return word === null ? null : new Set([word]);
  };
  const wanted = (words: ReadonlySet<string> | null, of: (session: Session) => string): void => {
    if (words !== null) conditions.push((session) => words.has(of(session)));
  };
  const types = vocabulary?.sessionTypes ?? new Set();
  // Automation sessions take one type only, in every revision.
  wanted(set('typeFilter', types, arrays && list === 'sessions'), typeOf(revision));
  wanted(set('resultFilter', RESULTS, arrays), (session) => resultWord(session, now));
  wanted(set('stateFilter', vocabulary?.sessionStates ?? new Set(), false), stateOf(world, scene));
  const jobId = parameters.id('jobIdFilter');
  if (jobId !== null) conditions.push((session) => session.jobId === jobId);
  const pattern = parameters.text('nameFilter');
  if (pattern !== null) conditions.push(nameCondition(pattern, { world, scene }));
  return conditions;
}

function nameCondition(
  pattern: string,
  { world, scene }: { readonly world: World; readonly scene: Scene },
): Condition<Session> {
  const fits = namePattern(pattern);
  return (session) =>
    fits([
      sessionName(session, scene.revision),
      typeOf(scene.revision)(session),
      stateOf(world, scene)(session),
      resultWord(session, scene.now),
      session.id,
      session.jobId,
    ]);
}

/**
 * Newest first is how the world holds its sessions, so the order that every client should ask for
 * costs nothing. What nobody asks for comes oldest first: the server's own order is documented
 * nowhere, and a client must not count on any.
 */
function ordered(sessions: readonly Session[], context: Context): readonly Session[] {
  const { parameters, scene, world } = context;
  const column = parameters.text('orderColumn');
  const ascending = parameters.flag('orderAsc') === true;
  if (column === 'CreationTime') return ascending ? sessions.toReversed() : sessions;
  if (column === null) return sessions.toReversed();
  return sortItems(sessions, parameters, columnsOf(world, scene));
}

function columnsOf(world: World, scene: Scene): Columns<Session> {
  const { revision, now } = scene;
  return {
    Name: (session) => sessionName(session, revision),
    SessionType: typeOf(revision),
    EndTime: ({ endsAt }) => (now >= endsAt ? endsAt : null),
    State: stateOf(world, scene),
    Result: (session) => resultWord(session, now),
    ...(since(revision, '1.3-rev0') ? { InitiatedBy: (session) => session.initiatedBy } : {}),
  };
}

function typeOf(revision: Revision): (session: Session) => string {
  return ({ activity }) => sessionTypeOf(activity, revision) ?? '';
}

function stateOf(world: World, { revision, now }: Scene): (session: Session) => string {
  return (session) => {
    if (now >= session.endsAt) return 'Stopped';
    return stateWord(sessionState(session, world.tasksOf(session), now), revision);
  };
}
