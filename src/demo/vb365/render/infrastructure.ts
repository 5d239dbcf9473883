import type { Organization, Proxy, Repository } from '../dataset/infrastructure.ts';
import { moment, when, type Json, type Wire } from './wire.ts';

/** An Organization in its short view. */
export function renderOrganization(
  organization: Organization,
  backups: { readonly first: number | null; readonly last: number | null },
  { version, links }: Wire,
): Json {
  const path = `organizations/${organization.id}`;
  return {
    type: 'Office365',
    region: 'Worldwide',
    isExchangeOnline: true,
    isSharePointOnline: true,
    ...when(version >= 5, { isTeamsOnline: true, isTeamsChatsOnline: false }),
    id: organization.id,
    name: organization.name,
    officeName: organization.officeName,
    isBackedup: backups.first !== null,
    firstBackuptime: moment(backups.first),
    lastBackuptime: moment(backups.last),
    ...when(version >= 8, { msid: organization.msid }),
    _links: { self: links.item(path), jobs: links.item(`${path}/jobs`) },
    _actions: {},
  };
}

/** A BackupRepository. */
export function renderRepository(repository: Repository, { version, links }: Wire): Json {
  return {
    id: repository.id,
    name: repository.name,
    description: repository.description,
    path: repository.path,
    capacityBytes: repository.capacityBytes,
    freeSpaceBytes: repository.freeSpaceBytes,
    retentionType: 'SnapshotBased',
    retentionPeriodType: 'Yearly',
    yearlyRetentionPeriod: 'Years7',
    retentionFrequencyType: 'Daily',
    dailyTime: '01:00:00',
    dailyType: 'Everyday',
    proxyId: repository.proxy.id,
    ...when(version >= 6, {
      isLongTerm: repository.isLongTerm,
      isOutOfSync: repository.isOutOfSync,
    }),
    ...when(version >= 8, { proxyPoolId: null, organizationId: repository.organization.id }),
    _links: {
      self: links.item(`backuprepositories/${repository.id}`),
      proxy: links.item(`proxies/${repository.proxy.id}`),
    },
  };
}

/** A Proxy. */
export function renderProxy(proxy: Proxy, { version, links }: Wire): Json {
  return {
    type: 'Workgroup',
    useInternetProxy: false,
    id: proxy.id,
    hostName: proxy.hostName,
    ...when(version >= 7, { fqdn: proxy.fqdn }),
    description: proxy.description,
    port: 9193,
    ...when(version <= 7, { threadsNumber: 64 }),
    enableNetworkThrottling: false,
    status: 'Online',
    ...when(version >= 8, {
      operatingSystem: proxy.operatingSystem,
      proxyPoolId: null,
      maintenanceModeState: 'Disabled',
    }),
    _links: { self: links.item(`proxies/${proxy.id}`) },
  };
}
