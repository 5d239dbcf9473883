/** A server's own objects, as `--raw` and `api` print them. */
import type { Product } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import type { Fields } from '../reading/reading.ts';
import { findVersion, type Vb365Version } from '../vb365/versions.ts';
import { findRevision, requireRevision, type VbrRevision } from '../vbr/versions.ts';
import type { RawPlace, RawRecord } from './raw-record.ts';
import { RawVb365 } from './raw-vb365.ts';
import { RawVbr } from './raw-vbr.ts';
import { isVbrShape, type RawShape } from './shapes.ts';

/** What raw objects do not say themselves. */
export interface RawOptions {
  /** The server's name, for the records. */
  readonly server: string;
  /** As told by --api-version; null: told by the objects' keys. */
  readonly apiVersion: string | null;
}

/** Reads raw objects; jobs are remembered, so that the sessions behind them carry their names. */
export interface RawReader {
  /** @throws ANSWER_UNREADABLE */
  readonly read: (shape: RawShape, fields: Fields, place: RawPlace) => RawRecord;
  /** The same session with what jobs tell that came behind it. */
  readonly complete: (session: Session) => Session;
}

/** A reader for one file. @throws USAGE for an --api-version that no product has */
export function createRawReader({ server, apiVersion }: RawOptions): RawReader {
  const versions = versionsOf(apiVersion);
  const vb365 = new RawVb365(server, versions.vb365);
  const vbr = new RawVbr(server, versions.vbr);
  return {
    read: (shape, fields, place) =>
      isVbrShape(shape) ? vbr.read(shape, fields, place) : vb365.read(shape, fields, place),
    complete: (session) => {
      if (session.jobName !== null || session.jobId === null) return session;
      const job = session.product === 'vbr' ? vbr.jobOf(session) : vb365.jobOf(session);
      if (job === null) return session;
      const kind = session.type === null ? job.kind : session.kind;
      return { ...session, jobId: job.id, jobName: job.name, kind };
    },
  };
}

interface ToldVersions {
  readonly vb365: Vb365Version | null;
  readonly vbr: VbrRevision | null;
}

function versionsOf(apiVersion: string | null): ToldVersions {
  if (apiVersion === null) return { vb365: null, vbr: null };
  const vb365 = findVersion(apiVersion);
  const vbr = findRevision(apiVersion);
  if (vb365 === null && vbr === null) requireRevision(apiVersion);
  return { vb365, vbr };
}

/** The product that an --api-version belongs to; null where none was told. @throws USAGE */
export function productOfApiVersion(apiVersion: string | null): Product | null {
  const { vb365, vbr } = versionsOf(apiVersion);
  return vb365 !== null ? 'vb365' : vbr !== null ? 'vbr' : null;
}
