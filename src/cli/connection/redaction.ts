import { isVsiError, VsiError } from '../../model/errors.ts';
import type { ServerAccess } from '../../servers/open-server.ts';
import type { FleetMember } from '../../servers/fleet.ts';
import { redactedError, redactedMember } from '../../servers/redaction/redacted-server.ts';
import { Redactor } from '../../servers/redaction/redactor.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import type { Voice } from '../terminal/voice.ts';
import type { PlannedServer } from './access.ts';

/** A server, or the name of one whose records were saved. */
type NamedServer = Pick<PlannedServer, 'name'> & Partial<Pick<PlannedServer, 'access'>>;

/** Other names for all that a command prints and says. */
export interface Redaction {
  readonly member: (member: FleetMember) => FleetMember;
  readonly voice: (voice: Voice) => Voice;
  readonly failure: (failure: VsiError) => VsiError;
  /** Takes note of how the servers are called, before one of them is asked or named. */
  readonly learn: (servers: readonly NamedServer[]) => void;
}

/** @throws USAGE beside --raw, which prints what the server sent */
export function createRedaction(invocation: Invocation): Redaction {
  if (invocation.flags.isOn(FLAGS.raw)) {
    throw new VsiError('USAGE', "--redact contradicts --raw: it prints the server's own objects");
  }
  const redactor = new Redactor();
  learnTyped(redactor, invocation);
  return {
    member: (member) => redactedMember(member, redactor),
    voice: (voice) => ({
      ...voice,
      notice: (line) => {
        voice.notice(redactor.text(line));
      },
      debug: (line) => {
        voice.debug(redactor.text(line));
      },
    }),
    failure: (failure) => {
      const redacted = redactedError(failure, redactor);
      return isVsiError(redacted) ? redacted : failure;
    },
    learn: (servers) => {
      for (const { name } of servers) redactor.name('server', name);
      const accesses = servers.flatMap(accessOf);
      for (const { candidates } of accesses) {
        for (const { origin } of candidates) redactor.name('host', new URL(origin).hostname);
      }
      for (const { credentials } of accesses) redactor.name('user', credentials?.username ?? null);
    },
  };
}

/** What is wrong with a server's settings is told where it is opened. */
function accessOf({ access }: NamedServer): readonly ServerAccess[] {
  if (access === undefined) return [];
  try {
    return [access()];
  } catch (error) {
    if (isVsiError(error)) return [];
    throw error;
  }
}

/** Before a server is known by its settings there are the words that were typed. */
function learnTyped(redactor: Redactor, { flags, host }: Invocation): void {
  const servers = [...flags.all(FLAGS.server), host.variables['VSI_SERVER'] ?? ''];
  for (const typed of servers.filter((word) => !word.startsWith('@'))) {
    redactor.name(typed.includes('/') ? 'url' : 'server', typed);
  }
}
