/** The lines of VBR's logs that tell what held a session back (api/vbr.md section 3). */
import { kebabCase } from '../../model/kind.ts';
import type { StageLoad } from '../../model/session.ts';
import { readBottleneck } from '../bottleneck.ts';

const LOAD_LINE = /^\s*(?:load|busy)\s*:\s*(\S.*)$/is;
const STAGE = /^\s*(\S(?:.*\S)?)\s+(\d{1,3})\s*%\s*$/s;
const BOTTLENECK_LINE = /^\s*primary bottleneck\s*:\s*(\S.*)$/is;

/** Fewer stages than source, proxy or network, and target there cannot be. */
const FEWEST_STAGES = 3;

/**
 * `Load: Source 86% > Proxy 54% > Network 56% > Target 42%` of a session's log, or the same behind
 * `Busy:` in a task's. Which stages there are depends on the data's way; their names are kept in kebab
 * case whether vsi knows them or not (`Source WAN` → `source-wan`).
 *
 * @returns in the line's order; null for any other line
 */
export function parseLoadLine(title: string): readonly StageLoad[] | null {
  const stages = LOAD_LINE.exec(title)?.[1]?.split('>').map(parseStage) ?? [];
  const loads = stages.filter((stage) => stage !== null);
  return loads.length < FEWEST_STAGES || loads.length < stages.length ? null : loads;
}

function parseStage(text: string): StageLoad | null {
  const [, stage, percent] = STAGE.exec(text) ?? [];
  return stage === undefined ? null : { stage: kebabCase(stage), percent: Number(percent) };
}

/** The stage behind `Primary bottleneck:` in kebab case; null for another line, and for `None`. */
export function parseBottleneckLine(title: string): string | null {
  return readBottleneck(BOTTLENECK_LINE.exec(title)?.[1]?.trim());
}
