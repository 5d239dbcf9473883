/** What a person may have pointed at instead of VBR's REST API (api/vbr.md sections 1.2 and 5.16). */
import { VsiError } from '../../model/errors.ts';
import { portOf } from '../http/connection.ts';

/** VBR's own port: a server's name does not repeat it. */
export const DEFAULT_PORT = '9419';

const CONSOLE = 'is a port of the Veeam Backup & Replication console and its services';

/** Ports of the same and of neighbouring products, and what they are. */
const OTHER_PORTS: ReadonlyMap<string, string> = new Map([
  ['9398', 'is the REST API of Veeam Backup Enterprise Manager, another one'],
  ['9399', 'is the REST API of Veeam Backup Enterprise Manager, another one'],
  ['9080', 'is the web page of Veeam Backup Enterprise Manager'],
  ['9443', 'is the web page of Veeam Backup Enterprise Manager'],
  ['9392', CONSOLE],
  ['9393', CONSOLE],
  ['9396', CONSOLE],
  ['9401', CONSOLE],
  ['9402', CONSOLE],
  ['9501', CONSOLE],
  ['10003', CONSOLE],
  ['10005', CONSOLE],
  ['443', 'is the port of web pages'],
]);

const NO_REST_HINT =
  'VBR’s REST API listens on 9419 unless it was moved; it comes with VUL or Enterprise Plus licences only, ' +
  'and the service “Veeam Backup Server RESTful API” must run';

/** What to do when no VBR answers at this address, by its port. */
export function hintForPort(origin: string): string {
  const port = portOf(origin);
  if (port === '4443') {
    return 'port 4443 is Veeam Backup for Microsoft 365: leave --product out, or say --product vb365';
  }
  const other = OTHER_PORTS.get(port);
  return other === undefined
    ? NO_REST_HINT
    : `port ${port} ${other}: vsi needs the REST API of the backup server, port 9419 unless it was moved`;
}

/** What is said of hosts that cannot be reached on any port, see `faults.ts`. */
const HOST_PROBLEM = /is unknown|no route to the host/;

/**
 * The same failure, with what its port explains: a port of something else, or VBR's own one that
 * refuses connections. Any other failure is untouched.
 */
export function explainedByPort(failure: VsiError, origin: string): VsiError {
  const port = portOf(origin);
  const isOther = OTHER_PORTS.has(port) || port === '4443';
  const isRefused = port === DEFAULT_PORT && failure.message.includes('refused');
  const isConcerned = ['UNREACHABLE', 'TIMEOUT', 'ANSWER_UNREADABLE'].includes(failure.code);
  if (!isConcerned || (!isOther && !isRefused) || HOST_PROBLEM.test(failure.message)) {
    return failure;
  }
  return new VsiError(failure.code, failure.message, {
    where: failure.where,
    hint: isOther ? hintForPort(origin) : `check host and port; ${NO_REST_HINT}`,
    cause: failure,
  });
}
