import { isVsiError, VsiError } from '../../model/errors.ts';
import type { FleetMember } from '../../servers/fleet.ts';
import { redactedError, redactedMember } from '../../servers/redaction/redacted-server.ts';
import { Redactor } from '../../servers/redaction/redactor.ts';
import type { PlannedServer } from './access.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import type { Voice } from '../terminal/voice.ts';

/** Other names for all that a command prints and says. */
export interface Redaction {
  readonly member: (member: FleetMember) => FleetMember;
  readonly voice: (voice: Voice) => Voice;
  readonly failure: (failure: VsiError) => VsiError;
  /** Takes note of how the servers are called, before one of them is asked. */
  readonly learn: (servers: readonly Pick<PlannedServer, 'name' | 'access'>[]) => void;
}

/** @throws USAGE beside --raw, which prints what the server sent */
export function createRedaction({ flags }: Invocation): Redaction {
  if (flags.isOn(FLAGS.raw)) {
    throw new VsiError('USAGE', "--redact contradicts --raw: it prints the server's own objects");
  }
  const redactor = new Redactor();
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
      for (const host of servers.flatMap(hostsOf)) redactor.name('host', host);
    },
  };
}

/** What is wrong with a server's settings is told where it is opened. */
function hostsOf({ access }: Pick<PlannedServer, 'access'>): readonly string[] {
  try {
    return access().candidates.map(({ origin }) => new URL(origin).hostname);
  } catch (error) {
    if (isVsiError(error)) return [];
    throw error;
  }
}
