import { uuidOf } from '../../random.ts';
import { DAY } from '../../units.ts';
import type { Json, Scene } from '../render/values.ts';
import { since } from '../revisions.ts';
import { ok } from './answers.ts';
import type { Handler } from './context.ts';

/** Server time zones that have no summer time, by their offset in minutes. */
const ZONES: Readonly<Record<number, { readonly text: string; readonly iana: string }>> = {
  0: { text: '(UTC+00:00) Monrovia, Reykjavik', iana: 'Atlantic/Reykjavik' },
  60: { text: '(UTC+01:00) West Central Africa', iana: 'Africa/Lagos' },
  330: { text: '(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi', iana: 'Asia/Kolkata' },
  540: { text: '(UTC+09:00) Osaka, Sapporo, Tokyo', iana: 'Asia/Tokyo' },
};

/** `GET /api/v1/serverTime` */
export const serverTime: Handler = ({ scene }) => {
  const { wall, now, revision } = scene;
  const zone = ZONES[wall.offsetMinutes];
  return ok({
    serverTime: wall.stamp(now, 7),
    timeZone: zone?.text ?? `(UTC${wall.offset})`,
    ...(since(revision, '1.3-rev2') && zone !== undefined ? { ianaTimeZoneId: zone.iana } : {}),
  });
};

/** `GET /api/v1/serverCertificate`: the Windows servers' own, which names no host. */
export const serverCertificate: Handler = ({ scene, world }) => {
  const { wall, revision } = scene;
  const made = world.present.now - 200 * DAY;
  const name = 'Veeam Backup Server Certificate';
  const hex = uuidOf('certificate').replaceAll('-', '').toUpperCase();
  return ok({
    thumbprint: `${hex}${hex.slice(0, 8)}`,
    serialNumber: hex.slice(0, 16),
    keyAlgorithm: 'RSA',
    keySize: '2048',
    subject: `CN=${name}`,
    issuedTo: name,
    issuedBy: name,
    validFrom: wall.stamp(made, 0),
    validBy: wall.stamp(made + 3650 * DAY, 0),
    ...(since(revision, '1.3-rev0') ? { isTrusted: false } : {}),
  });
};

/** `GET /api/v1/serverInfo`, for a server of this build. */
export function serverInfo(build: string): Handler {
  return ({ scene }) => ok(infoOf(build, scene));
}

function infoOf(build: string, { revision, wall, now }: Scene): Json {
  return {
    vbrId: uuidOf('vbr installation'),
    name: 'vbr-demo.demo.example',
    buildVersion: build,
    patches: [],
    ...(since(revision, '1.2-rev1')
      ? {
          databaseVendor: 'PostgreSQL',
          sqlServerEdition: '',
          sqlServerVersion: 'PostgreSQL 15.10 on x86_64, compiled by Visual C++ build 1942, 64-bit',
          databaseSchemaVersion: '9688',
          databaseContentVersion: '9688',
        }
      : {}),
    ...(since(revision, '1.3-rev0')
      ? {
          platform: 'Windows',
          veeamRegistration: { isRegistered: true, expirationDate: wall.stamp(now + 300 * DAY, 0) },
        }
      : {}),
  };
}
