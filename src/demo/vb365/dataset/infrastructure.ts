import { uuidOf } from '../../random.ts';
import { GIB } from '../../units.ts';

/** A Microsoft 365 tenant that is backed up. */
export interface Organization {
  readonly id: string;
  /** The tenant's first domain. */
  readonly name: string;
  /** The tenant's `onmicrosoft` name. */
  readonly officeName: string;
  readonly msid: string;
  /** Where its sites live. */
  readonly sharePointHost: string;
}

/** A machine that moves the data. */
export interface Proxy {
  readonly id: string;
  readonly hostName: string;
  readonly fqdn: string;
  readonly description: string;
  readonly operatingSystem: 'Windows' | 'Linux';
}

/** Where backups are kept. */
export interface Repository {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly proxy: Proxy;
  readonly organization: Organization;
  readonly capacityBytes: number;
  readonly freeSpaceBytes: number;
  readonly isLongTerm: boolean;
  readonly isOutOfSync: boolean;
}

/** What the jobs run on. */
export interface Infrastructure {
  readonly installationId: string;
  readonly contoso: Organization;
  readonly fabrikam: Organization;
  readonly proxies: readonly Proxy[];
  readonly mail: Repository;
  readonly sites: Repository;
  readonly tokyo: Repository;
  readonly subsidiaries: Repository;
  readonly archive: Repository;
}

/** The tenants, proxies and repositories of the demo; ids follow from the seed. */
export function buildInfrastructure(seed: string): Infrastructure {
  const id = (name: string): string => uuidOf(`${seed}/${name}`);
  const contoso = organization('contoso', 'contoso.example');
  const fabrikam = organization('fabrikam', 'fabrikam.example');
  const local = proxy('vb365-01', 'Windows', 'The backup server itself');
  const remote = proxy('vb365-proxy-02', 'Linux', 'Branch offices');
  const repository = (
    key: string,
    where: Pick<Repository, 'name' | 'path' | 'proxy' | 'organization'>,
    space: { readonly capacity: number; readonly free: number; readonly isLongTerm?: boolean },
  ): Repository => ({
    id: id(`repository/${key}`),
    ...where,
    description: `Made for ${where.organization.name}`,
    capacityBytes: space.capacity * GIB,
    freeSpaceBytes: space.free * GIB,
    isLongTerm: space.isLongTerm ?? false,
    isOutOfSync: key === 'archive',
  });
  return {
    installationId: id('installation'),
    contoso,
    fabrikam,
    proxies: [local, remote],
    mail: repository(
      'mail',
      { name: 'Repo-Mail-01', path: 'E:\\Backup365\\Mail', proxy: local, organization: contoso },
      { capacity: 8192, free: 2731 },
    ),
    sites: repository(
      'sites',
      { name: 'Repo-Sites-01', path: 'F:\\Backup365\\Sites', proxy: local, organization: contoso },
      { capacity: 16_384, free: 9120 },
    ),
    tokyo: repository(
      'tokyo',
      { name: '東京リポジトリ', path: '/mnt/backup/tokyo', proxy: remote, organization: contoso },
      { capacity: 4096, free: 311 },
    ),
    subsidiaries: repository(
      'subsidiaries',
      {
        name: 'Fabrikam – D/A/CH',
        path: '/mnt/backup/dach',
        proxy: remote,
        organization: fabrikam,
      },
      { capacity: 12_288, free: 6400 },
    ),
    archive: repository(
      'archive',
      { name: 'S3 long term', path: 's3://vb365-archive', proxy: local, organization: contoso },
      { capacity: 102_400, free: 88_064, isLongTerm: true },
    ),
  };

  function organization(key: string, domain: string): Organization {
    return {
      id: id(`organization/${key}`),
      name: domain,
      officeName: `${key}.onmicrosoft.example`,
      msid: id(`tenant/${key}`),
      sharePointHost: `${key}.sharepoint.example`,
    };
  }

  function proxy(
    hostName: string,
    operatingSystem: Proxy['operatingSystem'],
    description: string,
  ): Proxy {
    return {
      id: id(`proxy/${hostName}`),
      hostName,
      fqdn: `${hostName}.backup.example`,
      description,
      operatingSystem,
    };
  }
}

/** All tenants. */
export function organizationsOf(infrastructure: Infrastructure): readonly Organization[] {
  return [infrastructure.contoso, infrastructure.fabrikam];
}

/** All repositories. */
export function repositoriesOf(infrastructure: Infrastructure): readonly Repository[] {
  const { mail, sites, tokyo, subsidiaries, archive } = infrastructure;
  return [mail, sites, tokyo, subsidiaries, archive];
}
