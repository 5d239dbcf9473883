/** The offset of times that carry none. */
import { offsetOf, type Instant } from '../../model/instant.ts';
import type { ApiClient } from '../http/api-client.ts';
import { remember } from '../partial-failure.ts';
import { readFields, readText } from '../reading/reading.ts';
import type { ServerOffsets } from './server-offsets.ts';

const SERVER_TIME = '/api/v1/serverTime';

/** Tells what the server's clock was ahead of UTC, in minutes. @throws what `ApiClient.json` throws */
export type OffsetFinder = (moment: Instant | null) => Promise<number>;

/** What the server's other times of that hour carried, else what its clock says now (asked once). */
export function createOffsetFinder(
  api: Pick<ApiClient, 'json'>,
  learnt: ServerOffsets,
): OffsetFinder {
  const present = remember(async () => {
    const { value } = await api.json(SERVER_TIME);
    return offsetOf(readText(readFields(value)['serverTime']) ?? '') ?? 0;
  });
  return async (moment) => (moment === null ? null : learnt.at(moment)) ?? (await present.get());
}
