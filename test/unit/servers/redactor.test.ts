import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSession } from '../../../src/model/session.ts';
import { redactionOf } from '../../../src/servers/redaction/redacted-server.ts';
import { Redactor } from '../../../src/servers/redaction/redactor.ts';

describe('other names', () => {
  test('the same thing has the same name, whatever its case; other things have other ones', () => {
    const redactor = new Redactor();
    expect(redactor.name('job', 'SQL Acme')).toBe('job-1');
    expect(redactor.name('job', 'Files Acme')).toBe('job-2');
    expect(redactor.name('job', 'sql acme')).toBe('job-1');
    expect(redactor.name('object', 'SQL Acme')).toBe('job-1');
    expect(redactor.name('job', 'job-1')).toBe('job-1');
    expect(redactor.name('user', null)).toBe(null);
  });

  test.each([
    ['Failed to connect to EXCH-02.acme.example.', 'Failed to connect to host-1.'],
    [
      'Failed to process mailbox anna.smith@acme.example. The mailbox is locked',
      'Failed to process mailbox user-1. The mailbox is locked',
    ],
    ['Mailbox Anna Smith was skipped', 'Mailbox name-1 name-2 was skipped'],
    ['Processing printserver Error: Disk is full', 'Processing name-1 Error: Disk is full'],
    ['Stopped by ACME\\anna.', 'Stopped by user-1.'],
    ['\\\\files\\acme\\plan.xlsx is locked', 'path-1 is locked'],
    ['Failed to open [acme-ds] srv/srv.vmdk', 'Failed to open path-1'],
    ['Cannot read /var/acme/data: denied', 'Cannot read path-1: denied'],
    [
      "Checkpoint for 'acme fs' failed. Error code: '32768'",
      "Checkpoint for 'name-1' failed. Error code: '32768'",
    ],
    [
      'Site https://acme.example/sites/hr was skipped: (404) Not Found.',
      'Site url-1 was skipped: (404) Not Found.',
    ],
    [
      '10.1.2.3 timed out after 900 seconds at 11/24/2026 7:37:01 PM',
      'host-1 timed out after 900 seconds at 11/24/2026 7:37:01 PM',
    ],
    [
      'VSS_WS_FAILED_AT_POST_SNAPSHOT, Win32 error 53, AADSTS700027, HRESULT 0x80070005',
      'VSS_WS_FAILED_AT_POST_SNAPSHOT, Win32 error 53, AADSTS700027, HRESULT 0x80070005',
    ],
    [
      'The user (ID 80f6173e-28fd-43b3-b1a4-4886b8375f6c) is gone',
      'The user (ID 80f6173e-28fd-43b3-b1a4-4886b8375f6c) is gone',
    ],
    [
      'Transferred: 32.8 MB (403 items) at 3.4 MB/s',
      'Transferred: 32.8 MB (403 items) at 3.4 MB/s',
    ],
    [
      'Microsoft 365 throttled the requests for too long.',
      'Microsoft 365 throttled the requests for too long.',
    ],
  ])('%s', (text, redacted) => {
    expect(new Redactor().text(text)).toBe(redacted);
  });

  test('known names are found in texts as whole words', () => {
    const redactor = new Redactor();
    redactor.name('job', 'nightly acme');
    redactor.name('object', 'acme');
    redactor.name('server', 'vbr-1');
    expect(redactor.text('Nightly ACME on vbr-1: acme is full, acmeville is not')).toBe(
      'job-1 on server-1: object-1 is full, acmeville is not',
    );
    expect(redactor.sentence('vbr-1: 30 newest shown')).toBe('server-1: 30 newest shown');
  });

  test('a text that has come before is read anew when a name in it has become known', () => {
    const redactor = new Redactor();
    const text = 'Disk of blue share is full, see name-1';
    expect(redactor.text(text)).toBe('Disk of blue share is full, see name-1');
    expect(redactor.text('blue share is full')).toBe('blue share is full');
    redactor.name('job', 'Blue Share');
    expect(redactor.text('blue share is full')).toBe('job-1 is full');
    expect(redactor.text('blue share is full')).toBe('job-1 is full');
  });

  test('a text reads the same however often others have come before', () => {
    const texts = fc.constantFrom(
      'Job finished.',
      'Mailbox Anna is locked',
      'Anna: name-1 and name-2 are full',
      'EXCH-02.acme.example timed out at 10.1.2.3',
      'See /var/acme/data and Bob',
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 12 }), texts, (before, text) => {
        const [once, again] = [new Redactor(), new Redactor()];
        for (const one of before) once.text(one);
        // Each read again at once, and once more behind all others.
        for (const one of before) for (let times = 3; times > 0; times -= 1) again.text(one);
        for (const one of before) again.text(one);
        expect(again.text(text)).toBe(once.text(text));
      }),
    );
  });

  test('no known name is left in a text, however it stands there', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{3,8}-?\d{1,3}$/);
    const glue = fc.constantFrom(' ', ': ', ', ', ' (', ') ', '. ', " '", "' ", '\r\n', ' – ');
    const plain = fc.constantFrom('failed', 'the', 'mailbox', 'is', 'Error', 'of', '42', '3 MB');
    fc.assert(
      fc.property(
        fc.uniqueArray(word, {
          minLength: 1,
          maxLength: 5,
          selector: (name) => name.toLowerCase(),
        }),
        fc.array(fc.tuple(fc.oneof(plain, fc.nat(4)), glue), { maxLength: 20 }),
        (names, parts) => {
          const redactor = new Redactor();
          for (const name of names) redactor.name('object', name);
          const text = parts
            .map(
              ([part, between]) =>
                `${typeof part === 'number' ? (names[part % names.length] ?? '') : part}${between}`,
            )
            .join('');
          const redacted = redactor.text(text);
          for (const name of names)
            expect(redacted.toLowerCase()).not.toContain(name.toLowerCase());
        },
      ),
    );
  });
});

describe('what vsi itself says', () => {
  const ID = '80f6173e-28fd-43b3-b1a4-4886b8375f6c';

  test.each([
    'GET /v8/Jobs?limit=1000&offset=0 on server-1: 200 (5 ms)',
    'POST /api/oauth2/token on server-1: 400 Bad Request',
    `GET /v8/JobSessions/${ID}/LogItems?type=Error&limit=1000 on server-1: no answer (timeout), again in 500 ms`,
    'GET /api/v1/sessions?skip=0&limit=1000&orderColumn=CreationTime&orderAsc=false&createdAfterFilter=2026-11-24T00%3A00%3A00.000Z on server-1: answered 503, again in 500 ms',
    'server-1: API 1.3-rev2 from now on',
    'server-1: /jobs/states fails in API 1.2-rev0; read from /jobs and sessions',
    '/taskSessions fails, asked session by session instead: answer 500 (GET /api/v1/taskSessions on server-1)',
    'There is no folder to remember this report in (EACCES): the next one cannot say what is new.',
    'this is no JSON: an object that never ends',
  ])('stays: %s', (line) => {
    const redactor = new Redactor();
    redactor.name('server', 'SRV');
    expect(redactor.text(line.replace('server-1', 'SRV'))).toBe(line);
  });

  test.each([
    ['GET /v8/Jobs/acme on x: 404', 'GET path-1 on x: 404'],
    ['GET /v8/Jobs?nameFilter=acme on x: 404', 'GET path-1 on x: 404'],
    ['GET /v8/Jobs?limit=acme on x: 404', 'GET path-1 on x: 404'],
    ['GET /v8/Jobs?limit=1&name=acme on x: 404', 'GET path-1 on x: 404'],
    ['/srv/jobs/1 is full', 'path-1 is full'],
    ['see /jobs/1/acme', 'see path-1'],
    ['x: through proxy http://proxy.acme.example:3128', 'x: through proxy url-1'],
  ])('but for what may be a name: %s', (line, redacted) => {
    expect(new Redactor().text(line)).toBe(redacted);
  });

  test('a place loses addresses, accounts and files and keeps its other words', () => {
    const redactor = new Redactor();
    redactor.name('server', 'vb1');
    for (const [place, redacted] of [
      ['GET /v8/Jobs on vb1', 'GET /v8/Jobs on server-1'],
      ['anna@acme.example at https://acme.example:4443', 'user-1 at url-1'],
      ['backup.acme.example:4443', 'host-1:4443'],
      ['VSI_PASSWORD_FILE /run/acme/password', 'VSI_PASSWORD_FILE path-1'],
      ['--ca-file C:\\acme\\ca.pem', '--ca-file path-2'],
    ] as const) {
      expect(redactor.place(place)).toBe(redacted);
    }
  });
});

test('a session keeps its ids, numbers and suffixes, and the name that --job means', () => {
  const { session } = redactionOf(new Redactor());
  const redacted = session(
    newSession({
      id: 'a',
      server: 'acme-vbr',
      product: 'vbr',
      kind: 'backup',
      status: 'failed',
      jobName: 'Acme DB',
      name: 'Acme DB (Full) (Retry 1)',
      message: 'Acme DB: disk is full',
      initiatedBy: 'ACME\\anna',
      source: '{"name":"Acme DB"}',
      transferredBytes: 3,
    }),
  );
  expect(redacted).toMatchObject({
    id: 'a',
    server: 'server-1',
    jobName: 'job-1',
    knownAs: 'Acme DB',
    name: 'job-1 (Full) (Retry 1)',
    message: 'job-1: disk is full',
    initiatedBy: 'user-1',
    transferredBytes: 3,
  });
  expect(redacted).not.toHaveProperty('source');
  expect(session({ ...redacted, name: 'Acme DB - wks1' }).name).toMatch(/^session-\d$/);
});

test('takes no time to speak of on hostile texts', () => {
  for (const piece of ['.', '+', "'", '%', '-', '1.', 'a.', 'a\\', '[', '/a', '“', 'Foo ']) {
    const begin = performance.now();
    new Redactor().text(piece.repeat(60_000 / piece.length));
    expect([piece, performance.now() - begin < 3000]).toEqual([piece, true]);
  }
});
