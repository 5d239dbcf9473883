import type { BackupServer } from '../../src/servers/backup-server.ts';

/** A server that answers just these questions; every other one fails the test. */
export function stubServer(answers: Partial<BackupServer>): BackupServer {
  const unasked = (): never => {
    throw new Error('asked something else');
  };
  return {
    name: 's',
    product: 'vb365',
    apiVersion: 'v8',
    jobs: unasked,
    sessions: unasked,
    session: unasked,
    log: unasked,
    tasks: unasked,
    get: unasked,
    login: unasked,
    logout: unasked,
    close: unasked,
    ...answers,
  };
}
