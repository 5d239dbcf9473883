/** A program to run: its words are seen by everybody in the process list, its input by nobody. */
export interface ProgramCall {
  readonly program: string;
  readonly words: readonly string[];
  /** Sent to its standard input; nothing unless given. */
  readonly input?: string;
}

/** What came of it. */
export interface ProgramResult {
  /** null: it could not be started, or took too long. */
  readonly exitCode: number | null;
  readonly stdout: string;
}

/** Runs a program to its end. Never throws. */
export type ProgramRunner = (call: ProgramCall) => Promise<ProgramResult>;
