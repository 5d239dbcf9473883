/** A picture that is drawn over and over on a terminal. */
export interface LiveScreen {
  /** Replaces the picture; the lines must fit the terminal in width and number. */
  readonly draw: (lines: readonly string[]) => void;
  /** Takes the picture away and gives the cursor back; what stood on the terminal before is there again. */
  readonly leave: () => void;
}

const ESC = '\u001b[';
/** The alternate screen leaves no trace, and nobody has to know how a terminal moves lines when resized. */
const ENTER = `${ESC}?1049h${ESC}?25l`;
const LEAVE = `${ESC}?25h${ESC}?1049l`;
const HOME = `${ESC}H`;
const CLEAR_LINE = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;

/**
 * Draws on the terminal's alternate screen, which it takes with the first picture.
 *
 * @param write gets control sequences and text for the terminal
 */
export function createLiveScreen(write: (text: string) => void): LiveScreen {
  let isTaken = false;
  return {
    draw: (lines) => {
      const picture = lines.map((line) => line + CLEAR_LINE).join('\r\n');
      // In one go: a terminal that shows it half-drawn flickers.
      write(`${isTaken ? '' : ENTER}${HOME}${picture}${CLEAR_BELOW}`);
      isTaken = true;
    },
    leave: () => {
      if (!isTaken) return;
      isTaken = false;
      write(LEAVE);
    },
  };
}
