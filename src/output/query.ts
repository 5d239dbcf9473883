import { search } from 'jmespath';
import { VsiError } from '../model/errors.ts';

/** What the parser throws; the functions throw plain errors. */
const SYNTAX_ERRORS = new Set(['ParserError', 'LexerError', 'SyntaxError']);

/**
 * Finds out whether an expression can be read, before anything is asked of a server.
 *
 * @throws VsiError USAGE that shows where it cannot be read any further
 */
export function checkQuery(expression: string): void {
  const failure = failureOf(null, expression);
  if (failure !== null && SYNTAX_ERRORS.has(failure.name)) throw syntaxError(expression, failure);
  if (failure?.message.startsWith('Unknown function') === true) throw evaluationError(failure);
}

/**
 * Applies a JMESPath expression to JSON values.
 *
 * @throws VsiError USAGE when it cannot be read, or does not fit the values (`sum` over texts)
 */
export function applyQuery(expression: string, data: unknown): unknown {
  checkQuery(expression);
  try {
    const result: unknown = search(data, expression);
    return result ?? null;
  } catch (error) {
    throw evaluationError(asFailure(error));
  }
}

interface Failure {
  readonly name: string;
  readonly message: string;
}

function failureOf(data: unknown, expression: string): Failure | null {
  try {
    search(data, expression);
    return null;
  } catch (error) {
    return asFailure(error);
  }
}

function asFailure(error: unknown): Failure {
  const { name, message } = { name: '', message: '', ...nameAndMessage(error) };
  return { name, message };
}

/** The library throws objects of its own. */
function nameAndMessage(error: unknown): Partial<Failure> {
  if (typeof error !== 'object' || error === null) return {};
  const name = 'name' in error ? String(error.name) : '';
  return { name, message: 'message' in error ? String(error.message) : '' };
}

function syntaxError(expression: string, { message }: Failure): VsiError {
  const at = readableLength(expression);
  const read = expression.slice(0, at);
  const rest = expression.slice(at);
  return new VsiError(
    'USAGE',
    rest === ''
      ? `--query ends too early behind “${read}”`
      : `--query cannot be read from “${rest}” on`,
    {
      where: `column ${at + 1} of “${expression}”`,
      hint: `${plainMessage(message)}; the language is described at https://jmespath.org`,
    },
  );
}

/** How much of the expression could be the beginning of one that can be read. */
function readableLength(expression: string): number {
  for (let length = expression.length; length > 0; length -= 1) {
    const failure = failureOf(null, expression.slice(0, length));
    const isBeginning =
      failure === null || !SYNTAX_ERRORS.has(failure.name) || failure.message.includes('EOF');
    if (isBeginning) return length;
  }
  return 0;
}

/** The library's sentence with its names of tokens as they are, without a colon at its end. */
function plainMessage(message: string): string {
  return message.replace(/[\s:,]+$/, '');
}

function evaluationError({ message }: Failure): VsiError {
  const what = message.replace(/^TypeError: /, '');
  return new VsiError('USAGE', `--query cannot be worked out: ${plainMessage(what)}`, {
    hint: 'its functions are described at https://jmespath.org',
  });
}
