import type { Product } from '../model/product.ts';

/** What to look at when the download from Microsoft 365 is the slow part; VB365 means that by "source". */
const VB365_ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'source',
    'Microsoft 365 hands the data out slowly, often by throttling: spread jobs over the night and over more backup applications or accounts.',
  ],
]);

const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'source',
    'Reading the source takes longest: look at the load and latency of its storage, use a faster transport mode, or start the job in quieter hours.',
  ],
  [
    'proxy',
    'The proxy computes at its limit: give it more processor cores, add proxies, or choose a lighter compression.',
  ],
  [
    'source-proxy',
    'The proxy at the source computes at its limit: give it more processor cores, or add proxies on that side.',
  ],
  [
    'target-proxy',
    'The proxy at the target computes at its limit: give it more processor cores, or add proxies on that side.',
  ],
  [
    'network',
    'The network between the data movers is full: bring proxy and repository closer together, use the faster interface, or look for a narrow link.',
  ],
  [
    'source-network',
    'The network at the source is full: bring the proxy closer to the data, or look for a narrow link on that side.',
  ],
  [
    'target-network',
    'The network at the target is full: bring the proxy closer to the repository, or look for a narrow link on that side.',
  ],
  [
    'source-wan',
    'The WAN accelerator at the source computes at its limit: give it faster disks for its cache and more cores, or send directly on a fast link.',
  ],
  [
    'target-wan',
    'The WAN accelerator at the target computes at its limit: give its cache faster disks, or send directly on a fast link.',
  ],
  [
    'target',
    'Writing to the repository takes longest: look at its disks, at how many tasks it takes at once, and at other jobs that write there meanwhile.',
  ],
  [
    'target-disk',
    'The disks of the target take longest: look at their latency and at what else writes there meanwhile.',
  ],
  [
    'throttling',
    'A limit that somebody set holds the job back: look at the network rules, and at the read and write limits of repository and storage.',
  ],
]);

/** One sentence on what to look at, or null for a stage that nobody knows. */
export function adviceFor(product: Product, bottleneck: string): string | null {
  const own = product === 'vb365' ? VB365_ADVICE.get(bottleneck) : undefined;
  return own ?? ADVICE.get(bottleneck) ?? null;
}
