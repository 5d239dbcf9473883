import { describe, expect, test } from '@jest/globals';
import { isClosing, isUseless, sayingOf } from '../../../src/analysis/reason-texts.ts';

describe('texts of logs', () => {
  test.each([
    ['Processing srv-01 Error: Disk is full', null, 'srv-01', 'Error: Disk is full'],
    ['Processing Web Server', 'Disk is full', 'Web Server', 'Disk is full'],
    [
      'Processing srv-01 VMware Tools are not running',
      null,
      'srv-01',
      'VMware Tools are not running',
    ],
    ['Failed to process mailbox x@y.example: it is locked', null, 'x@y.example', null],
    ['Mailbox Anna Smith was skipped', null, 'Anna Smith', null],
    ['Failed to process 3 of 40 objects.', null, null, null],
    ['Site https://contoso.example/sites/a: 404', null, 'https://contoso.example/sites/a', null],
    ['Connection lost', 'to proxy', null, 'Connection lost - to proxy'],
  ])('%s', (title, description, object, text) => {
    expect(sayingOf({ title, description }, new Set())).toEqual({ object, text: text ?? title });
  });

  test('what says nothing of a machine names none', () => {
    const said = (title: string, description: string | null = null) =>
      sayingOf({ title, description }, new Set());
    expect(said('Processing srv-01')).toEqual({ object: null, text: 'Processing srv-01' });
    expect(said('Processing started 1', 'Disk is full').object).toBeNull();
    expect(said('Processing finished at 1', 'Disk is full').object).toBeNull();
    expect(said('Processing mailbox 3', 'is locked').object).toBeNull();
    expect(said('Processing alpha')).toEqual({ object: null, text: 'Processing alpha' });
    expect(said('  processing srv-01 Failed to read it ')).toEqual({
      object: 'srv-01',
      text: 'Failed to read it',
    });
  });

  test('a description is added once, without the blanks around it', () => {
    const said = (title: string, description: string | null) =>
      sayingOf({ title, description }, new Set()).text;
    expect(said(' Connection lost ', ' to proxy ')).toBe('Connection lost - to proxy');
    expect(said('Connection lost to proxy', 'to proxy')).toBe('Connection lost to proxy');
    expect(said('Connection lost', '  ')).toBe('Connection lost');
    expect(said('Connection lost', null)).toBe('Connection lost');
  });

  test('of names that a line begins with the longest is meant, and only whole words', () => {
    const said = (title: string, ...names: string[]) =>
      sayingOf({ title, description: 'is off' }, new Set(names)).object;
    expect(said('Processing Web Server 2 x', 'Web Server', 'Web', 'Web Server 2')).toBe(
      'Web Server 2',
    );
    expect(said('Processing Webmail', 'Web')).toBe('Webmail');
    expect(said('Processing Web', 'Web')).toBe('Web');
    expect(said('Processing srv-01 Error: x', 'other')).toBe('srv-01');
  });

  test('names that are known make no machine of a line that processes none', () => {
    const names = new Set(['Anna', 'Mailbox']);
    expect(sayingOf({ title: 'Mailbox Anna was skipped', description: null }, names)).toEqual({
      object: 'Anna',
      text: 'Mailbox Anna was skipped',
    });
    expect(sayingOf({ title: 'Processing alpha', description: null }, names).object).toBeNull();
  });

  test('blanks around a closing line do not matter', () => {
    expect(isClosing('  Job has been stopped at 3 PM ')).toBe(true);
    expect(isClosing('Some other job finished')).toBe(false);
  });

  test('a machine that is known is told from its reason', () => {
    expect(
      sayingOf(
        { title: 'Processing Web Server is off', description: '' },
        new Set(['Web', 'Web Server']),
      ),
    ).toEqual({ object: 'Web Server', text: 'is off' });
  });

  test('closing lines and what gives no reason', () => {
    for (const text of [
      'Job finished with error at 1/2/2026',
      'Job was stopped at 3 PM',
      'Copy job finished at 1/2 with warnings',
    ]) {
      expect([text, isClosing(text)]).toEqual([text, true]);
    }
    expect(isClosing('Job failed: disk is full')).toBe(false);
    for (const text of [
      'Success',
      '',
      'Finished with warnings, check session log for details',
      'Transferred: 3 MB (4 items)',
      'Creating backup (2% done)',
    ]) {
      expect([text, isUseless(text)]).toEqual([text, true]);
    }
    expect(isUseless('Disk is full')).toBe(false);
  });
});
