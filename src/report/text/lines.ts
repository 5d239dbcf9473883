import type { Status } from '../../model/status.ts';
import type { Screen } from '../../output/screen.ts';
import { wrap } from '../../output/width.ts';

/** A heading of a part, in capitals. */
export function heading(title: string, { theme }: Screen): string {
  return theme.heading(title.toUpperCase());
}

/** Lines behind a sign, the further ones below the first. */
export function signed(status: Status, text: string, { theme, width }: Screen): readonly string[] {
  return wrap(text, width - 4).map((line, index) =>
    index === 0 ? `  ${theme.statusSymbol(status)} ${line}` : `    ${line}`,
  );
}

/** Lines that all begin so many columns in. */
export function indented(text: string, columns: number, { width }: Screen): readonly string[] {
  return wrap(text, width - columns).map((line) => ' '.repeat(columns) + line);
}

/** One point of a list below what `signed` writes. */
export function bullet(text: string, { width }: Screen): readonly string[] {
  return wrap(text, width - 8).map((line, index) =>
    index === 0 ? `      - ${line}` : `        ${line}`,
  );
}
