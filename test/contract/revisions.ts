import { REVISIONS, type Revision } from '../../src/demo/vbr/revisions.ts';

const USUAL: readonly Revision[] = ['1.0-rev1', '1.2-rev1', '1.3-rev2'];

/**
 * The revisions of VBR that are held against their documents: the first, the last, and the one from where most
 * ways part; with `VSI_REVISIONS=all`, as in CI, every one.
 */
export const CHECKED_REVISIONS: readonly Revision[] =
  process.env['VSI_REVISIONS'] === 'all' ? REVISIONS : USUAL;
