import type { Status } from '../../model/status.ts';
import { element, text, type Html } from './markup.ts';
import { TONE_COLORS, toneOf, type Tone } from './styles.ts';

/** Signs beside the words, so that nothing is said by colour alone. */
export const SIGNS: Readonly<Record<Tone, string>> = {
  good: '✔',
  warn: '▲',
  bad: '✖',
  live: '►',
  mute: '·',
};

/** A sign that screen readers leave out: a word beside it says the same. */
export function sign(tone: Tone): Html {
  return element(
    'span',
    {
      className: `t-${tone}`,
      attributes: { 'aria-hidden': 'true' },
      style: `color:${TONE_COLORS[tone].text}`,
    },
    SIGNS[tone],
  );
}

/** Text in the colour of a tone. */
export function toned(tone: Tone, content: string, style = ''): Html {
  return element(
    'span',
    { className: `t-${tone}`, style: `color:${TONE_COLORS[tone].text}${style}` },
    text(content),
  );
}

/** Sign and word: `✔ Success`. */
export function statusLabel(status: Status): Html {
  const tone = toneOf(status);
  const word = status.slice(0, 1).toUpperCase() + status.slice(1);
  return toned(tone, `${SIGNS[tone]} ${word}`);
}

/** Text that matters less. */
export function mute(content: string, style = ''): Html {
  return element('span', { className: 'mute', style: `color:#5a6474${style}` }, text(content));
}

/** A word in a frame. */
export function badge(word: string, tone: Tone): Html {
  return element(
    'span',
    {
      className: `t-${tone}`,
      style: `padding:0 6px;border:1px solid ${TONE_COLORS[tone].fill};border-radius:9px;font-size:11px;line-height:16px;color:${TONE_COLORS[tone].text}`,
    },
    text(word),
  );
}
