/**
 * Reasons without what differs from one session to the next: "Mailbox <user> was skipped" stands for
 * three hundred lines. What is left tells what went wrong, the example tells where.
 */
import { remembering } from './remembering.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly by: string;
}

const CONTROLS = /\p{Cc}\[[\d;?]*[A-Za-z]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A placeholder must not be torn: no rule reaches over one. */
const RULES: readonly Rule[] = [
  // Product names that hold a number are written without it: it differs nowhere.
  { pattern: /\b(Microsoft|Office)[\s\u00a0]365\b/gu, by: '$1' },
  { pattern: /\bWin(?:32|64)\b/gu, by: 'Windows' },
  { pattern: /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s<>"'”»]+/giu, by: '<url>' },
  {
    pattern: /(?<![\p{L}\p{N}_.%+~'-])[\p{L}\p{N}_.%+~'-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu,
    by: '<user>',
  },
  { pattern: /\{?\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b\}?/giu, by: '<id>' },
  { pattern: /\b0x[\da-f]{1,8}\b/giu, by: '<code>' },
  { pattern: /\b(?:0x[\da-f]+|[\da-f]{16,})\b/giu, by: '<id>' },
  // AADSTS700027; (404) Not Found; HTTP 503; error code: '32768'
  { pattern: /\b([A-Z]{3,8})\d{5,}\b/gu, by: '$1<code>' },
  { pattern: /\([1-5]\d\d\)(?=\s+\p{Lu})/gu, by: '(<code>)' },
  { pattern: /\b(HTTP(?: status)?(?: code)?:?\s)[1-5]\d\d\b/giu, by: '$1<code>' },
  { pattern: /\b(error(?: code)?[:=]?\s)(['"]?)-?\d+\2(?![\p{L}\p{N}.,:/-]\S)/giu, by: '$1<code>' },
  { pattern: /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/gu, by: '<host>' },
  // 2026-11-24T22:00:00Z, 11/24/2026 7:37:01 PM, 24.11.2026 22:00
  {
    pattern:
      /\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)?(?:\s?[AP]M\b)?(?:\s?(?:Z\b|[+-]\d{2}:?\d{2}\b))?/giu,
    by: '<time>',
  },
  { pattern: /\b\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[AP]M\b)?/giu, by: '<time>' },
  // \\server\share\file, C:\folder\file
  { pattern: /(?:\\\\|\b[a-z]:\\)[^\s<>"'”»,;]+/giu, by: '<path>' },
  // [datastore] folder/file.vmdk
  { pattern: /\[+[\w .-]+\]\s[\w .-]+\/[^\s<>\]]+\]*/gu, by: '<path>' },
  { pattern: /(?<![\w<>/.])(?:\/[\w.@~%+-]+){2,}\/?/gu, by: '<path>' },
  { pattern: /(?<![\w.\\-])[\w.-]+\\[\w.$-]+/gu, by: '<user>' },
  // What is quoted is a name, but for numbers.
  { pattern: /(?<![\p{L}\p{N}])(['"])[-+]?[\d.,]+\1(?![\p{L}\p{N}])/gu, by: '<n>' },
  { pattern: /“[^“”<>]*”|«[^«»<>]*»|"[^"<>]*"/gu, by: '<name>' },
  { pattern: /(?<![\p{L}\p{N}>])'[^'<>]*'(?![\p{L}\p{N}<])/gu, by: '<name>' },
  { pattern: /['"“«](<\w+>)['"”»]/gu, by: '$1' },
  { pattern: /\b(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.){2,}[a-z]{2,}\b/gu, by: '<host>' },
  { pattern: /\b\d+(?:[.,\s]\d+)*\s?(?:[KMGTPE]i?B|bytes?)(?:\/s)?\b/giu, by: '<size>' },
  // Names with a number in them: srv-app-02, prod_ds03, pre-freeze.ps1
  {
    pattern: /(?<![\w<])(?=[\w.-]*\p{L})(?=[\w.-]*\d)(?:[\p{L}\d]+[-_.])+[\p{L}\d]+(?![\w>])/gu,
    by: '<name>',
  },
  // srv01, DC1
  {
    pattern: /(?<![\p{L}\p{N}_<])\p{L}{2,}\d[\p{L}\d]*(?![\p{L}\p{N}_>])/gu,
    by: '<name>',
  },
  { pattern: /[-−]?\p{N}+(?:[.,'’]\p{N}+)*/gu, by: '<n>' },
];

const SPACES = /\s+/gu;
/** `<name>, <name>, <name>`: how many there were differs, too. */
const LISTS = /(<\w+>)(?:(?:,|;| and)\s*\1)+/gu;
/** What stands in front of a reason: its level, the job and the object that it is about. */
const PREFIXES: readonly RegExp[] = [
  /^(?:error|warning|failure|failed)\s?:\s+/iu,
  /^<\w+>(?:\s-\s<\w+>)?:\s+/u,
  /^(?:failed to process|processing)(?: \w+){0,2} <\w+>(?: failed)?(?: with (?:error|warning))?[.:]\s+(?=\S)/iu,
];

/** How often the rules are applied: what one masks may complete what another looks for. */
const MOST_PASSES = 8;

/**
 * The reason with ids, names, hosts, users, paths, times and numbers as placeholders. No digit is left
 * in it. Masking what is masked changes nothing.
 *
 * @param names known to be names, of objects, jobs, servers: masked wherever they stand, in any case
 */
export function maskReason(text: string, names: Iterable<string> = []): string {
  return maskRest(withoutNames(onOneLine(cut(text)), names));
}

function maskRest(text: string): string {
  let masked = text;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = masked;
    masked = onOneLine(applied(masked));
    if (masked === before) break;
  }
  return masked;
}

/** How many texts a masker remembers. */
const REMEMBERED_TEXTS = 5000;

/** `maskReason` that remembers: thousands of sessions say the same words. */
export function createMasker(): (text: string, names: Iterable<string>) => string {
  const masked = remembering(maskRest, REMEMBERED_TEXTS);
  return (text, names) => masked(withoutNames(onOneLine(cut(text)), names));
}

/** What makes two masked reasons the same one. */
export function reasonKey(masked: string): string {
  return masked.toLowerCase().replace(/[\s.!]+$/u, '');
}

function applied(text: string): string {
  let masked = PREFIXES.reduce((rest, prefix) => rest.replace(prefix, ''), text);
  for (const { pattern, by } of RULES) masked = masked.replace(pattern, by);
  return masked.replace(LISTS, '$1, …');
}

/** What is longer is no reason but a dump; it would only take time. */
const MOST_CHARACTERS = 4000;

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function onOneLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(SPACES, ' ').trim();
}

function withoutNames(text: string, names: Iterable<string>): string {
  let masked = text;
  const lower = text.toLowerCase();
  for (const name of [...new Set(names)].sort((a, b) => b.length - a.length)) {
    // Of a share only the path as a whole is told apart from the files in it.
    if (/[\\/]/.test(name) || !lower.includes(name.toLowerCase())) continue;
    const literal = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    masked = masked.replace(
      new RegExp(`(?<![\\p{L}\\p{N}<])${literal}(?![\\p{L}\\p{N}>])`, 'giu'),
      '<name>',
    );
  }
  return masked;
}
