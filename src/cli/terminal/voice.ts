import { decideColor, COLOR_CHOICES } from '../../output/color.ts';
import { createProgress, mayShowProgress, type Progress } from '../../output/progress.ts';
import { safeText } from '../../output/safe-text.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';

/** What vsi says beside its data, all of it on stderr. */
export interface Voice {
  /** A line that the person should see; silenced by --quiet. */
  readonly notice: (line: string) => void;
  /** What is going on; only with --verbose or --debug. */
  readonly debug: (line: string) => void;
  /** Shown at the spinner, which appears only on a terminal and only after a moment. */
  readonly progress: (text: string) => void;
  /** Takes the spinner away; to be called before anything is written to stdout. */
  readonly hush: () => void;
  /**
   * For who draws on the whole terminal: from now on there is no spinner, and notices go there. null gives
   * the terminal back.
   */
  readonly lend: (notice: ((line: string) => void) | null) => void;
}

/** What a command says on stderr, as its flags and the terminal allow. */
export function createVoice({ host, flags }: Invocation): Voice {
  const { stderr, variables } = host;
  const quiet = flags.isOn(FLAGS.quiet);
  const chatty = flags.isOn(FLAGS.verbose) || flags.isOn(FLAGS.debug);
  const spinner = createSpinner();
  let borrower: ((line: string) => void) | null = null;
  return {
    notice: (line) => {
      if (borrower !== null) borrower(line);
      else if (!quiet) say(line);
    },
    debug: (line) => {
      if (chatty) say(`debug: ${line}`);
    },
    progress: (text) => {
      if (borrower === null) spinner.update(text);
    },
    hush: () => {
      spinner.stop();
    },
    lend: (notice) => {
      spinner.stop();
      borrower = notice;
    },
  };

  function say(line: string): void {
    spinner.stop();
    stderr.write(`${safeText(line)}\n`);
  }

  function createSpinner(): Progress {
    return createProgress({
      stream: stderr,
      enabled: mayShowProgress({ stream: stderr, variables, quiet: quiet || chatty }),
      colored:
        decideColor({ wanted: colorChoice(flags), variables, terminal: stderr.isTTY === true }) > 0,
      ascii: flags.isOn(FLAGS.ascii),
      schedule: (callback, milliseconds) => {
        const timer = setTimeout(callback, milliseconds);
        return () => {
          clearTimeout(timer);
        };
      },
    });
  }
}

/** What --color says. @throws USAGE */
export function colorChoice(flags: Invocation['flags']): (typeof COLOR_CHOICES)[number] {
  const wanted = flags.text(FLAGS.color);
  if (wanted === undefined) return 'auto';
  const choice = COLOR_CHOICES.find((known) => known === wanted);
  if (choice === undefined) throw unknownWord(FLAGS.color, wanted);
  return choice;
}
