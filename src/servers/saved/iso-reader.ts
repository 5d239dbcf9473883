import type { Instant } from '../../model/instant.ts';
import { readInstant } from '../reading/reading.ts';

const LENGTH = '2026-11-24T22:00:00.000Z'.length;
const ZERO = 0x30;

/**
 * A function that reads what readInstant reads. The one form in which vsi writes times is read in a
 * third of the time: sessions of one day follow each other, so a date is worked out once.
 */
export function createIsoReader(): (value: unknown) => Instant | null {
  let lastDate = '';
  let midnight: Instant | null = null;
  return (value) => {
    if (typeof value !== 'string' || value.length !== LENGTH || !hasOwnForm(value)) {
      return readInstant(value);
    }
    const date = value.slice(0, 10);
    if (date !== lastDate) {
      midnight = readInstant(`${date}T00:00:00.000Z`);
      lastDate = date;
    }
    const [hour, minute, second] = [digits(value, 11), digits(value, 14), digits(value, 17)];
    const isPlain = hour < 24 && minute < 60 && second < 60;
    if (midnight === null || !isPlain) return readInstant(value);
    const milliseconds = digits(value, 20) * 10 + value.charCodeAt(22) - ZERO;
    return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  };
}

const [T, COLON, POINT, ZULU] = [0x54, 0x3a, 0x2e, 0x5a];

/** Whether a text of that length is a date, `T`, a time with milliseconds, and `Z`; the date aside. */
function hasOwnForm(text: string): boolean {
  return (
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === POINT &&
    text.charCodeAt(23) === ZULU &&
    areDigits(text, 11) &&
    areDigits(text, 14) &&
    areDigits(text, 17) &&
    areDigits(text, 20) &&
    areDigits(text, 21)
  );
}

function areDigits(text: string, at: number): boolean {
  const [first, second] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO];
  return first >= 0 && first <= 9 && second >= 0 && second <= 9;
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
