import { safeText } from '../../output/safe-text.ts';

/** A piece of HTML that is well-formed by itself; only this folder makes such. */
export type Html = string;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Any text as HTML text, in an element as well as in an attribute: no markup, no control character, no
 * invisible one comes through.
 */
export function text(value: string): Html {
  return safeText(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** What an element carries beside its content. */
export interface Look {
  /** Inline, for mail programs that know no style sheets. */
  readonly style?: string;
  /** For the style sheet, which knows the dark, the small and the printed page. */
  readonly className?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** An element with its content, which is HTML already. */
export function element(name: string, look: Look, content: Html | readonly Html[]): Html {
  const inside = typeof content === 'string' ? content : content.join('');
  return `<${name}${attributesOf(look)}>${inside}</${name}>`;
}

function attributesOf({ style, className, attributes = {} }: Look): string {
  const all: Readonly<Record<string, string | number>> = {
    ...(className === undefined ? {} : { class: className }),
    ...attributes,
    ...(style === undefined ? {} : { style }),
  };
  return Object.entries(all)
    .map(([name, value]) => ` ${name}="${text(String(value))}"`)
    .join('');
}

/** A table that only puts things in their places; screen readers read through it. */
export function layout(look: Look, rows: readonly Html[]): Html {
  return element(
    'table',
    {
      ...look,
      style: `width:100%;border-collapse:collapse${look.style === undefined ? '' : `;${look.style}`}`,
      attributes: { role: 'presentation', ...look.attributes },
    },
    rows,
  );
}

export function row(cells: readonly Html[], look: Look = {}): Html {
  return element('tr', look, cells);
}

export function cell(content: Html, look: Look = {}): Html {
  return element('td', look, content);
}

/** A heading of a column. */
export function columnHead(content: string, look: Look = {}): Html {
  return element(
    'th',
    {
      className: `head ${look.className ?? ''}`.trim(),
      attributes: { scope: 'col' },
      style: `padding:4px 8px 4px 0;text-align:left;font-size:12px;font-weight:normal;color:#5a6474${look.style === undefined ? '' : `;${look.style}`}`,
    },
    text(content),
  );
}

/** A part of the page under a heading of its own. */
export function section(title: string, content: Html | readonly Html[]): Html {
  const heading = element(
    'h2',
    { className: 'ink', style: 'margin:0 0 8px;font-size:17px;line-height:24px;color:#1d2330' },
    text(title),
  );
  const inside = typeof content === 'string' ? content : content.join('');
  return row([cell(heading + inside, { className: 'pad', style: 'padding:18px 24px 4px' })]);
}
