import { describe, expect, test } from '@jest/globals';
import { findJob, nearestByName } from '../../../src/model/job-reference.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: `id-${index}`, name }));
const namesOf = (jobs: readonly { readonly name: string }[]) => jobs.map(({ name }) => name);

test('spaces around a reference do not matter, an id may have any case', () => {
  const jobs = named('Mail', 'Files');
  expect(findJob(jobs, '  Files ')).toEqual({ found: jobs[1] });
  expect(findJob(jobs, 'ID-0')).toEqual({ found: jobs[0] });
  expect(findJob([{ id: 'ABCDE', name: 'x' }], 'abcd')).toMatchObject({ found: { name: 'x' } });
  expect(findJob([{ id: 'ABCDE', name: 'x' }], 'abc')).toEqual({ nearest: [] });
});

test('an id comes before a name that reads the same', () => {
  const jobs = [
    { id: 'a', name: 'b' },
    { id: 'b', name: 'a' },
  ];
  expect(findJob(jobs, 'a')).toEqual({ found: jobs[0] });
});

describe('findJob', () => {
  const jobs = [
    { id: '11112222-0000-0000-0000-000000000001', name: 'Mail' },
    { id: '11112222-0000-0000-0000-000000000002', name: 'mail' },
    { id: '33334444-0000-0000-0000-000000000003', name: 'Sites' },
    { id: '55556666-0000-0000-0000-000000000004', name: '3333' },
  ];

  test('exact id, exact name, any case, beginning of an id, in this order', () => {
    expect(findJob(jobs, '33334444-0000-0000-0000-000000000003')).toEqual({ found: jobs[2] });
    expect(findJob(jobs, 'mail')).toEqual({ found: jobs[1] });
    expect(findJob(jobs, 'SITES')).toEqual({ found: jobs[2] });
    expect(findJob(jobs, '3333')).toEqual({ found: jobs[3] });
    expect(findJob(jobs, '33334')).toEqual({ found: jobs[2] });
  });

  test('several matches are no match', () => {
    expect(findJob(jobs, 'MAIL')).toEqual({ ambiguous: [jobs[0], jobs[1]] });
    expect(findJob(jobs, '1111')).toEqual({ ambiguous: [jobs[0], jobs[1]] });
  });

  test('three characters of an id are not enough; the nearest names are offered', () => {
    expect(findJob(jobs, '111')).toEqual({ nearest: [] });
    expect(findJob(jobs, 'Site')).toEqual({ nearest: [jobs[2]] });
  });
});

test('the likest come first, a handful of them', () => {
  const jobs = named('Exchange weekly', 'Exchange daily', 'Files', 'Exchnage daily', 'SQL');
  expect(namesOf(nearestByName(jobs, 'exchange dayly'))).toEqual([
    'Exchange daily',
    'Exchange weekly',
    'Exchnage daily',
  ]);
  const many = named('Job g', 'Job f', 'Job e', 'Job d', 'Job c', 'Job b', 'Job a');
  expect(namesOf(nearestByName(many, 'Job x'))).toEqual([
    'Job a',
    'Job b',
    'Job c',
    'Job d',
    'Job e',
  ]);
});

test('what shares next to nothing is not offered; pairs are counted once', () => {
  expect(nearestByName(named('Files'), 'Mail')).toEqual([]);
  expect(nearestByName(named('Files'), '')).toEqual([]);
  expect(nearestByName(named('a'.repeat(40)), 'aa')).toEqual([]);
  expect(namesOf(nearestByName(named('ab'), 'ba'))).toEqual([]);
  expect(nearestByName(named('a a a a a a a a a'), 'a')).toEqual([]);
  expect(namesOf(nearestByName(named('a a a a a a a a'), 'a'))).toEqual(['a a a a a a a a']);
});

test('a name is near that only ends alike', () => {
  expect(namesOf(nearestByName(named('old tapes'), 'new tapes'))).toEqual(['old tapes']);
});
