import { VsiError } from '../model/errors.ts';
import { PRODUCT_NAMES, type Product } from '../model/product.ts';

/** The failure of asking for an API version that vsi does not know. */
export function unknownVersion(
  name: string,
  product: Product,
  known: readonly { readonly name: string }[],
): VsiError {
  return new VsiError('USAGE', `unknown API version “${name}”`, {
    where: '--api-version / VSI_API_VERSION',
    hint: `${PRODUCT_NAMES[product]} has ${known.map((each) => each.name).join(', ')}`,
  });
}
