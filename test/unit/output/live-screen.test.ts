import { expect, test } from '@jest/globals';
import { createLiveScreen } from '../../../src/output/live-screen.ts';

const ESC = '\u001b[';

function recorded(): {
  readonly written: string[];
  readonly live: ReturnType<typeof createLiveScreen>;
} {
  const written: string[] = [];
  return { written, live: createLiveScreen((text) => written.push(text)) };
}

test('takes the alternate screen with the first picture, and draws each in one go', () => {
  const { written, live } = recorded();
  live.draw(['one', 'two']);
  live.draw(['three']);
  expect(written).toEqual([
    `${ESC}?1049h${ESC}?25l${ESC}Hone${ESC}K\r\ntwo${ESC}K${ESC}J`,
    `${ESC}Hthree${ESC}K${ESC}J`,
  ]);
});

test('gives cursor and screen back once, and only if it took them', () => {
  const { written, live } = recorded();
  live.leave();
  expect(written).toEqual([]);
  live.draw(['one']);
  live.leave();
  live.leave();
  expect(written.slice(1)).toEqual([`${ESC}?25h${ESC}?1049l`]);
});
