import type { Flag } from './flags.ts';
import type { Invocation } from './invocation.ts';

/** An example: the words behind `vsi`, and what they are for. Every one is run by a test. */
export interface Example {
  readonly words: string;
  readonly purpose: string;
}

/** The one argument that a command may take. */
export interface Argument {
  /** `job`, `id`, `path`. */
  readonly name: string;
  readonly description: string;
  /** The words that it may be, for completion. */
  readonly choices?: readonly string[];
  /** Whether it may be left out. */
  readonly optional?: boolean;
}

/** What a command's module exports; it is loaded only when the command runs. */
export interface CommandModule {
  /** Does the work and returns the exit code. @throws VsiError */
  readonly run: (invocation: Invocation) => Promise<number>;
}

/** A command as data: the tree, its help and its completion are made from it. */
export interface Command {
  /** `['jobs', 'list']` or `['login']`. */
  readonly path: readonly [string] | readonly [string, string];
  /** One line. */
  readonly summary: string;
  /** Two or three sentences. */
  readonly description: string;
  readonly argument?: Argument;
  /** The one behind it, where there are two. */
  readonly secondArgument?: Argument;
  readonly flags: readonly Flag[];
  /** Flags of its kind that mean nothing to it. */
  readonly without?: { readonly flags: readonly string[]; readonly why: string };
  /** The kind of record that it prints, as in `RECORDS`: what --json and --sort take. */
  readonly record?: string;
  readonly examples: readonly Example[];
  readonly load: () => Promise<CommandModule>;
}

/** What it does, and which flags would mean nothing to it. */
export function descriptionOf({ description, without }: Command): string {
  if (without === undefined) return description;
  const names = without.flags.map((name) => `no --${name}`).join(' and ');
  return `${description} There is ${names}: ${without.why}.`;
}

/** The arguments of a command in their order. */
export function argumentsOf({ argument, secondArgument }: Command): readonly Argument[] {
  return [argument, secondArgument].filter((each) => each !== undefined);
}

/** How an argument is written in a usage line. */
export function placeholderOf({ name, optional }: Argument): string {
  return optional === true ? `[${name}]` : `<${name}>`;
}

/** A noun that groups commands. */
export interface Noun {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Whether the noun alone means its first command (`vsi demo` = `vsi demo serve`). */
  readonly lone?: boolean;
}
