import { append } from '../../model/append.ts';
import type { Session } from '../../model/session.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';

/**
 * The sessions that a session started: the machines of a policy, the runs of a copy job that idles for
 * a week. They belong to the same job and were created while it lived, so that its list is read, newest
 * first, down to the session's own start. Only VBR has such.
 */
export async function childSessions(
  server: BackupServer,
  { id, jobId, parentSessionId, createdAt, endedAt }: Session,
): Promise<readonly Session[]> {
  const hasNone = server.product !== 'vbr' || parentSessionId !== null;
  if (hasNone || jobId === null || createdAt === null) return [];
  const children: Session[] = [];
  const until = endedAt === null ? null : endedAt + 1;
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId, until })) {
    append(
      children,
      page.filter((session) => session.parentSessionId === id),
    );
    if (page.some((session) => (session.createdAt ?? createdAt) < createdAt)) break;
  }
  return children;
}
