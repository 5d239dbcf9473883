import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkmkOutput,
  failedCheckmkOutput,
  failedNagiosOutput,
  nagiosOutput,
} from '../../../src/monitoring/check-lines.ts';
import { checkJson } from '../../../src/monitoring/check-json.ts';
import { inOrder, stateOf, type CheckFailure } from '../../../src/monitoring/check-result.ts';
import { perfdata } from '../../../src/monitoring/perfdata.ts';
import { checkResult, HOUR, judgedJob, NOW, PLAIN } from './support.ts';

const failed = judgedJob({ id: 'F', name: 'Failing', lastStatus: 'failed' });
const warned = judgedJob({ id: 'W', name: 'Warned', lastStatus: 'warning' });
const well = judgedJob({});
const unknown = judgedJob({ id: 'U', name: 'Odd', lastStatus: null });
const dead: CheckFailure = {
  server: 'london',
  text: 'connection refused',
  hint: 'check the port',
  kind: 'unreachable',
};
const EXPLAINED = { ...PLAIN, explain: true };

/** Anything that a server may send, with what would break a line more often than by chance. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('|', '\n', '\r', "'", '"', '=', ';', '\\n', '\u2028', '\u001b[2J', '<img>'),
    ),
  )
  .map((parts) => parts.join(''));

/** What the standard lets a figure be. */
const FIGURE = /^'[^'=|]+'=-?\d+(?:\.\d+)?(?:s|B|%)?(?:;[\d.]*){0,4}$/;

describe('the state of a check', () => {
  test.each([
    ['ok', [well], []],
    ['warning', [well, warned], []],
    ['unknown', [warned, unknown], []],
    ['critical', [failed, unknown, warned], []],
    ['unknown', [well, warned], [dead]],
    ['critical', [failed], [dead]],
    ['unknown', [], []],
    ['unknown', [], [dead]],
  ])('%s', (state, jobs, failures) => {
    expect(stateOf(checkResult(jobs, { failures }))).toBe(state);
  });
});

describe('the output of a plugin', () => {
  test('names the gravest problems, then all of them', () => {
    const output = nagiosOutput(checkResult(inOrder([well, warned, failed])), PLAIN);
    const [first, ...rest] = output.trimEnd().split('\n');
    expect(first).toMatch(
      /^VSI CRITICAL - 2 of 3 jobs: “Failing” last run failed, “Warned” last run ended with a warning \| /,
    );
    expect(rest).toEqual([
      'CRITICAL: “Failing” on vienna: last run failed since 2026-11-22 05:00',
      'WARNING: “Warned” on vienna: last run ended with a warning since 2026-11-22 05:00',
    ]);
  });

  test('a dead server does not hide a failed job, nor the other way round', () => {
    const output = nagiosOutput(checkResult([failed], { failures: [dead], servers: 2 }), PLAIN);
    expect(output).toMatch(
      /^VSI CRITICAL - london: connection refused; 1 of 1 job on 2 servers: “Failing” last run failed \|/,
    );
    expect(output).toContain('\nUNKNOWN: london: connection refused\nhint: check the port\n');
  });

  test('dead servers are counted by what is wrong with them, and never hide behind jobs', () => {
    const failing = (server: string, kind: CheckFailure['kind']): CheckFailure => {
      return { server, text: `no ${kind}`, hint: null, kind };
    };
    const jobs = ['a', 'b', 'c', 'd', 'e'].map((id) =>
      judgedJob({ id, name: id.toUpperCase(), lastStatus: 'failed' }),
    );
    const failures = [
      failing('f', 'failed'),
      failing('r', 'refused'),
      ...['u', 'v', 'w', 'x'].map((name) => failing(name, 'unreachable')),
    ];
    const [first, ...lines] = nagiosOutput(
      checkResult(jobs, { failures, servers: 9 }),
      PLAIN,
    ).split('\n');
    expect(first?.replace(/ \|.*/, '')).toBe(
      'VSI CRITICAL - 4 servers unreachable (u, v, w and 1 more), 1 server without login or rights (r), 1 server failed (f); 5 of 5 jobs on 9 servers: “A” last run failed, “B” last run failed, “C” last run failed and 2 more',
    );
    // Below it they are told one by one, before the jobs and in the same order.
    expect(lines.slice(0, 7).map((line) => line.slice(0, 14))).toEqual([
      'UNKNOWN: u: no',
      'UNKNOWN: v: no',
      'UNKNOWN: w: no',
      'UNKNOWN: x: no',
      'UNKNOWN: r: no',
      'UNKNOWN: f: no',
      'CRITICAL: “A” ',
    ]);
    const blind = nagiosOutput(checkResult([], { failures: failures.slice(2), servers: 4 }), PLAIN);
    expect(blind).toMatch(/^VSI UNKNOWN - 4 servers unreachable \(u, v, w and 1 more\) \|/);
  });

  test('a part of a server that is missing has no name, but is told', () => {
    const parts = ['one part', 'another'].map((text): CheckFailure => ({
      server: null,
      text,
      hint: null,
      kind: 'failed',
    }));
    expect(nagiosOutput(checkResult([well, warned], { failures: parts }), PLAIN)).toMatch(
      /^VSI UNKNOWN - one part, another; 1 of 2 jobs: “Warned” last run/,
    );
  });

  test('one job has its figures with its limits', () => {
    const flags = { maxAge: { warning: 26 * HOUR, critical: 50 * HOUR } };
    const output = nagiosOutput(checkResult([judgedJob({}, { flags })]), PLAIN);
    expect(output).toMatch(
      /^VSI OK - “Mail” is well \| 'age'=3600s;93600;180000;0 'duration'=60s;;;0 /,
    );
    expect(output).toContain("'failures'=0;;0;0 ");
    expect(output).not.toContain('transferred');
  });

  test('what is not known is no figure', () => {
    expect(nagiosOutput(checkResult([judgedJob({ lastSuccessAt: null })]), PLAIN)).not.toContain(
      "'age'",
    );
    expect(perfdata([{ name: 'a', value: NaN, unit: '' }])).toBe('');
  });

  test('numbers have no exponent, and 64 bits keep their digits', () => {
    expect(
      perfdata([
        { name: 'a', value: 2n ** 63n, unit: 'B' },
        { name: 'b', value: 1e21, unit: '' },
        { name: 'c', value: 1e-7, unit: 's' },
        { name: 'd', value: 1.5, unit: 's', critical: 3 },
      ]),
    ).toBe("'a'=9223372036854775808B 'b'=1000000000000000000000 'c'=0s 'd'=1.5s;;3");
  });

  test('--explain tells the limits of each job and who set them', () => {
    const flags = { maxAge: { warning: null, critical: 26 * HOUR } };
    const ignored = { ...warned, applied: { ...warned.applied, ignoredBy: 'servers.yaml:4 (W*)' } };
    const output = nagiosOutput(
      checkResult([judgedJob({}, { flags, history: 'age' })], { ignored: [ignored] }),
      EXPLAINED,
    );
    expect(output).toContain('  judged by its sessions (age)\n');
    expect(output).toContain('  maxAge: critical from 1d 02:00:00 (--maxAge)\n');
    expect(output).toContain('  slow: off (default)\n');
    expect(output).toContain('  neverRun: warning (default)\n');
    expect(output).toContain('“Warned” on vienna: not judged (servers.yaml:4 (W*))\n');
  });

  test('no text of a server breaks the line, the figures or the page that shows them', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, text) => {
        const jobs = [judgedJob({ name, lastStatus: 'failed' })];
        const failures = [{ server: text, text: name, hint: text, kind: 'failed' } as const];
        const output = nagiosOutput(checkResult(jobs, { failures, notices: [text] }), EXPLAINED);
        const lines = output.slice(0, -1).split('\n');
        const [first = '', ...rest] = lines;
        const [before, figures = '', ...more] = first.split('|');
        expect(before).toMatch(/^VSI CRITICAL - /);
        expect(more).toEqual([]);
        for (const figure of figures.trim().split(' ')) expect(figure).toMatch(FIGURE);
        expect(rest).toHaveLength(1 + 2 + 1 + 2 + 9);
        for (const line of rest) expect(line).not.toContain('|');
        expect(output).not.toMatch(/(?!\n)\p{Control}|[\u2028\u2029]|<[a-z/!?]/iu);
      }),
    );
  });

  test('labels cannot be broken either', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(perfdata([{ name, value: 1, unit: 's', warning: 2 }])).toMatch(FIGURE);
      }),
    );
  });

  test('of a check that could not work there is one line, and what to do', () => {
    expect(failedNagiosOutput('no | such\nthing', 'see --help')).toBe(
      'VSI UNKNOWN - no ¦ such thing\nhint: see --help\n',
    );
  });
});

describe('a local check of Checkmk', () => {
  /** State, name in quotes, metrics without blanks, text. */
  const LINE = /^[0-3] "[^"\\]+" (?:-|[A-Za-z0-9_]+=[\d.;-]+(?:\|[A-Za-z0-9_]+=[\d.;-]+)*) [^|]*$/;

  test('is one line for all, problems behind it', () => {
    const output = checkmkOutput(checkResult([failed, well]), { ...PLAIN, perJob: false });
    expect(output).toMatch(LINE_WITH_END);
    expect(output).toMatch(/^2 "VSI" jobs=2;;;0\|ok=1/);
    expect(output).toContain('\\nCRITICAL: “Failing” on vienna');
  });
  const LINE_WITH_END = new RegExp(`${LINE.source.slice(0, -1)}\n$`);

  test('or one for each job; the first then tells only of the servers', () => {
    const output = checkmkOutput(checkResult([failed, well], { failures: [dead] }), {
      ...PLAIN,
      perJob: true,
    });
    const lines = output.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 12))).toEqual([
      '3 "VSI" jobs',
      '2 "VSI vienn',
      '0 "VSI vienn',
    ]);
    for (const line of lines) expect(line).toMatch(LINE);
    const fine = checkmkOutput(checkResult([failed]), { ...PLAIN, perJob: true });
    expect(fine).toMatch(/^0 "VSI" /);
  });

  test('no text of a server breaks a line, a name or its lines', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const result = checkResult([judgedJob({ name, lastStatus: 'failed' })]);
        const output = checkmkOutput(result, { ...PLAIN, perJob: true });
        const lines = output.slice(0, -1).split('\n');
        expect(lines).toHaveLength(2);
        for (const line of lines) {
          expect(line).toMatch(LINE);
          expect(line).not.toContain('\\n');
        }
      }),
    );
    expect(failedCheckmkOutput('C:\\new', 'do')).toBe('3 "VSI" - C:∖new\\nhint: do\n');
  });
});

test('as JSON it is one object with everything', () => {
  const parsed: unknown = JSON.parse(
    checkJson(checkResult([failed], { failures: [dead] }), EXPLAINED),
  );
  expect(parsed).toMatchObject({
    state: 'CRITICAL',
    code: 2,
    checkedAt: new Date(NOW).toISOString(),
    counts: { jobs: 1, critical: 1 },
    failures: [dead],
    jobs: [
      {
        jobName: 'Failing',
        state: 'CRITICAL',
        ageSeconds: 3600,
        findings: [{ concern: 'failed', text: 'last run failed', reason: null }],
        judgedBy: 'listing',
        limits: { maxAge: { warning: null, critical: null, origin: 'default' } },
      },
    ],
  });
});
