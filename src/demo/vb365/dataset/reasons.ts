import type { BackedUpObject } from './objects.ts';
import type { PlannedSession } from './sessions.ts';
import type { Cause } from './story.ts';

/** What the session's details and last log line say about a failed end; null after a good one. */
export function reasonOf(session: PlannedSession): string | null {
  const { cause, job } = session;
  switch (cause) {
    case 'expired-certificate':
      return `Failed to connect to organization ${job.organization.officeName}. The certificate of the application has expired (AADSTS700027).`;
    case 'throttled':
      return 'Microsoft 365 throttled the requests for too long. The remote server returned an error: (429) Too Many Requests.';
    case 'locked-mailboxes':
      return `Failed to process ${session.troubled} of ${job.workload.objects} objects.`;
    case 'repository-full':
      return `There is not enough free space in repository ${job.repository.name}.`;
    case 'proxy-lost':
      return `Connection to backup proxy ${job.repository.proxy.fqdn} was lost.`;
    case 'not-configured':
      return `Modern authentication is not set up for organization ${job.organization.officeName}.`;
    case 'stopped-by-person':
      return 'Stopped by VB365-01\\backup.operator.';
    case 'deleted-users':
    case 'missing-sites':
    case 'unread-items':
    case null:
      return null;
  }
}

/** How a log line describes the trouble with one object. */
export function troubleOf(cause: Cause | null, object: BackedUpObject): string {
  if (cause === 'deleted-users') {
    return `Mailbox ${object.name} was skipped: the user (ID ${object.accountId}) does not exist in Microsoft 365 any more.`;
  }
  if (cause === 'missing-sites') {
    return `Site ${object.name} was skipped: the remote server returned an error: (404) Not Found. Correlation ID: ${object.accountId}.`;
  }
  if (cause === 'locked-mailboxes') {
    return `Failed to process mailbox ${object.name}. The mailbox is locked by move request ${object.accountId}.`;
  }
  return `${noun(object)} ${object.name} was processed with warnings: ${3 + (object.name.length % 9)} items could not be read.`;
}

/** What log lines call this kind of object. */
export function noun(object: Pick<BackedUpObject, 'type'>): string {
  return { User: 'Mailbox', Site: 'Site', Team: 'Team' }[object.type];
}
