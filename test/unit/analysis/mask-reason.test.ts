import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMasker, maskReason, reasonKey } from '../../../src/analysis/mask-reason.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const GUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

describe('masking a reason', () => {
  test.each([
    [
      'Mailbox was skipped: the user (ID 80f6173e-28fd-43b3-b1a4-4886b8375f6c) is gone',
      'Mailbox was skipped: the user (ID <id>) is gone',
    ],
    ["Failed to process 'TruncateSQLLog' command", 'Failed to process <name> command'],
    ["Error code: '32768'", 'Error code: <code>'],
    ['Win32 error code: 53', 'Windows error code: <code>'],
    [
      'Microsoft 365 throttled: (429) Too Many Requests',
      'Microsoft throttled: (<code>) Too Many Requests',
    ],
    ['The service answered HTTP 503', 'The service answered HTTP <code>'],
    ['The certificate has expired (AADSTS700027)', 'The certificate has expired (AADSTS<code>)'],
    ['No connection to srv01 and DC2', 'No connection to <name>, …'],
    ['The 2nd of 5 disks, 10s late', 'The <n>nd of <n> disks, <n>s late'],
    ["the volumes containing writer's data", "the volumes containing writer's data"],
    ['Error: Host hv-branch-02.demo.example is unreachable', 'Host <host> is unreachable'],
    ['Stopped by VB365-01\\backup.operator.', 'Stopped by <user>'],
    ['Mail to anna.o’neil@contoso.example failed', 'Mail to anna.o’<user> failed'],
    ['\\\\files\\projects\\tmp\\~$budget.xlsx is locked', '<path> is locked'],
    ['Cannot open C:\\Backup\\Job 1.vbk', 'Cannot open <path> <name>'],
    ['See /var/log/veeam/job.log.', 'See <path>'],
    [
      'Failed to open VDDK disk [[prod-ds03] srv/srv_1.vmdk] ( is read-only )',
      'Failed to open VDDK disk <path> ( is read-only )',
    ],
    ['GET https://graph.example/v1.0/users?x=1 returned 404', 'GET <url> returned <n>'],
    [
      'Timed out at 11/24/2026 7:37:01 PM after 900 seconds',
      'Timed out at <time> after <n> seconds',
    ],
    ['From 2026-11-24T22:00:00.123+01:00 to 24.11.2026', 'From <time> to <time>'],
    ['Only 38 GB left, 1,5 TB needed', 'Only <size> left, <size> needed'],
    ['Connection to 10.1.2.3:443 lost', 'Connection to <host> lost'],
    ['Objects a-1, b-2 and c-3 failed', 'Objects <name>, … failed'],
    ['Line one\r\n\tline two', 'Line one line two'],
    ['  Disk is full \n', 'Disk is full'],
    ['HRESULT 0x80070005', 'HRESULT <code>'],
  ])('%s', (text, masked) => {
    expect(maskReason(text).replace(/\.$/, '')).toBe(masked);
  });

  test('known names are masked as whole words in any case, the longest first', () => {
    const names = ['SQL Production', 'SQL Production Copy', 'a.b*'];
    expect(maskReason('sql production copy and SQL Production', names)).toBe('<name>, …');
    expect(maskReason('SQL Productions', names)).toBe('SQL Productions');
    expect(maskReason('Object a.b* is gone', names)).toBe('Object <name> is gone');
  });

  test('case, spaces and the full stop make no other reason', () => {
    expect(reasonKey(maskReason('Disk  is full.'))).toBe(reasonKey(maskReason('disk is\r\nFULL')));
  });

  test('a key is in small letters, without blanks and stops at its end', () => {
    expect(reasonKey('Disk D is FULL. !')).toBe('disk d is full');
    expect(reasonKey('a. b')).toBe('a. b');
    expect(reasonKey('...')).toBe('');
    expect(reasonKey('Full')).not.toBe(reasonKey('Empty'));
  });

  test('a dump is cut, what is as long as a reason may be is not', () => {
    const words = 'word '.repeat(1000);
    expect(maskReason(words)).toBe(`${words.slice(0, 4000)}…`);
    expect(maskReason(words.slice(0, 3999))).toBe(words.slice(0, 3999));
    expect(maskReason(`${words.slice(0, 3999)}x`)).toBe(`${words.slice(0, 3999)}x`);
  });

  test('paths are no names, and names of another text change nothing', () => {
    const text = 'Cannot read \\\\files\\projects\\a.txt';
    expect(maskReason(text, ['\\\\files\\projects'])).toBe('Cannot read <path>');
    expect(maskReason('Disk is full', ['Mail', ''])).toBe('Disk is full');
    expect(maskReason('Stryker was here')).toBe('Stryker was here');
  });

  test('what one pass completes the next one masks', () => {
    expect(maskReason('Error: Error: Error: Disk is full')).toBe('Disk is full');
    const nested = Array.from({ length: 8 }, () => 'Error: ').join('');
    expect(maskReason(`${nested}Disk is full`)).toBe('Disk is full');
  });

  test('a masker says the same as masking, also the second time and with other names', () => {
    const mask = createMasker();
    const texts = ['User 17 is gone', 'Disk C:\\x\\y is full', 'User 18 is gone'];
    for (const text of [...texts, ...texts]) {
      expect(mask(text, [])).toBe(maskReason(text));
    }
    expect(mask('Mail is off', [])).toBe('Mail is off');
    expect(mask('Mail is off', ['Mail'])).toBe('<name> is off');
    expect(mask('Mail is off', [])).toBe('Mail is off');
  });

  const pieces = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.uuid(),
    fc.ipV4(),
    fc.emailAddress(),
    fc.webUrl(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom(
      "'",
      '"',
      '<name>',
      '\\\\srv\\share',
      'C:\\x',
      '[ds1] a/b.vmdk',
      ': ',
      '7:37 PM',
      'x1',
      'srv01 ',
      'ORA12345',
      '(404) N',
      'error 5',
      'Microsoft 365',
      '0xfF',
      '-',
      '.',
      '/a/b',
      '<',
      '>',
      'Error: ',
      'GB',
    ),
  );
  const texts = fc
    .array(fc.tuple(pieces, fc.constantFrom('', ' ')), { maxLength: 12 })
    .map((parts) => parts.flat().join(''));

  test('leaves no id, no number and no time', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const masked = maskReason(text);
        expect(masked).not.toMatch(GUID);
        expect(masked).not.toMatch(/\p{N}/u);
        expect(masked).not.toMatch(/\d:\d\d/);
      }),
      { numRuns: RUNS },
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const masked = maskReason(text);
        expect(maskReason(masked)).toBe(masked);
      }),
      { numRuns: RUNS },
    );
  });

  test('takes no time to speak of on hostile texts', () => {
    for (const piece of ['a-1.', "'", '\\', '/', '<n> ', '1.', 'a.', '[a] ', '2026-11-24 ']) {
      // Of this process alone: others may keep the machine busy.
      const begin = process.cpuUsage();
      maskReason(piece.repeat(5000));
      expect([piece, process.cpuUsage(begin).user < 3_000_000]).toEqual([piece, true]);
    }
  });
});
