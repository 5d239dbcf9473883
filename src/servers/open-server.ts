import { VsiError } from '../model/errors.ts';
import { PRODUCT_NAMES, type Product } from '../model/product.ts';
import type { BackupServer } from './backup-server.ts';
import type {
  ConnectionSettings,
  Credentials,
  ServerEnvironment,
  TokenStore,
} from './environment.ts';

/** All that is needed to open a server whose product may still be unknown. */
export interface ServerAccess extends Omit<ConnectionSettings, 'origin'> {
  /** Where to try; more than one while no port was given. */
  readonly origins: readonly string[];
  /** null = to be found out. */
  readonly product: Product | null;
  /** null: nobody was named; a kept token does not exist then either. */
  readonly credentials: Credentials | null;
  /** Where the login at this origin is kept. */
  readonly storeFor: (origin: string) => TokenStore;
}

/**
 * Opens the adapter of the product that answers.
 *
 * @throws UNSUPPORTED for a product that vsi does not speak to yet, and whatever the probing meets
 */
export async function openServer(
  access: ServerAccess,
  environment: ServerEnvironment,
): Promise<BackupServer> {
  const [origin] = access.origins;
  if (origin === undefined) throw new VsiError('USAGE', 'no server named');
  if (access.product === 'vbr') {
    throw new VsiError('UNSUPPORTED', `${PRODUCT_NAMES.vbr} is not spoken yet`, { where: origin });
  }
  const [{ createHttpClient }, { openVb365Server }] = await Promise.all([
    import('./http-client.ts'),
    import('./vb365/server.ts'),
  ]);
  const settings = { ...access, origin };
  const http = createHttpClient(settings, environment);
  const { credentials } = access;
  return openVb365Server({
    settings,
    environment,
    http,
    credentials,
    store: access.storeFor(origin),
  });
}
