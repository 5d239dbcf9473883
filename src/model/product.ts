/** The two Veeam products that `vsi` inspects, by the names used in records and flags. */
export const PRODUCTS = ['vb365', 'vbr'] as const;

/** `vb365` = Veeam Backup for Microsoft 365, `vbr` = Veeam Backup & Replication. */
export type Product = (typeof PRODUCTS)[number];

/** The products' names as people know them, for messages. */
export const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  vb365: 'Veeam Backup for Microsoft 365',
  vbr: 'Veeam Backup & Replication',
};
