// What the six revisions say differently of the same world.
import { describe, expect, test } from '@jest/globals';
import { REVISIONS, type Revision } from '../../../../src/demo/vbr/revisions.ts';
import { listOf, objectOf, reader, textOf, type Json } from './client.ts';

const { all, body } = reader();
const JOBS_SINCE_12 = new Set(['BackupJob', 'ReplicaJob', 'BackupCopyJob', 'BackupCopyJobParent']);
const AGENTS = new Set(['AgentBackup', 'AgentPolicy']);

function sessionsOf(revision: Revision): readonly Json[] {
  return all(revision, 'sessions?orderColumn=CreationTime&orderAsc=false');
}

/** Sessions of a job by its plain name, newest first. */
function sessionsNamed(revision: Revision, name: string): readonly Json[] {
  return sessionsOf(revision).filter((one) => textOf(one, 'name').startsWith(name));
}

function keysOf(items: readonly Json[]): Set<string> {
  return new Set(items.flatMap((item) => Object.keys(item)));
}

describe('sessions', () => {
  test('of backup, replica, copy and agent jobs are the same set everywhere', () => {
    const sets = REVISIONS.map((revision) =>
      sessionsOf(revision)
        .filter((one) => {
          const type = textOf(one, 'sessionType');
          return type === 'Job' || JOBS_SINCE_12.has(type) || AGENTS.has(type);
        })
        .map((one) => textOf(one, 'id')),
    );
    const [first = []] = sets;
    expect(first.length).toBeGreaterThan(1300);
    for (const set of sets) expect(set).toEqual(first);
  });

  test('have the same times, states and results everywhere', () => {
    const known = new Map(sessionsOf('1.3-rev2').map((one) => [one['id'], one]));
    for (const revision of REVISIONS) {
      for (const session of sessionsOf(revision)) {
        const newest = objectOf(known.get(session['id']));
        expect(session['creationTime']).toBe(newest['creationTime']);
        expect(session['endTime'] ?? null).toBe(newest['endTime'] ?? null);
        expect(session['result'] ?? null).toEqual(newest['result'] ?? null);
        expect(session['activityId'] ?? session['jobId']).toBe(newest['jobId']);
        if (newest['state'] !== 'ActionRequired') expect(session['state']).toBe(newest['state']);
      }
    }
  });

  test.each([
    ['1.0-rev1', ['activityId'], ['jobId', 'platformName']],
    ['1.1-rev0', ['activityId'], ['jobId', 'platformName']],
    ['1.2-rev1', ['jobId', 'platformName', 'platformId'], ['activityId', 'initiatedBy']],
    ['1.3-rev0', ['initiatedBy'], ['relatedSessionId', 'algorithm']],
    ['1.3-rev1', ['relatedSessionId'], ['algorithm', 'progress', 'originalSessionId', 'retryInfo']],
    ['1.3-rev2', ['algorithm', 'progress', 'originalSessionId', 'retryInfo'], ['activityId']],
  ] as const)('of %s have the fields of their document', (revision, present, absent) => {
    const keys = keysOf(sessionsOf(revision));
    for (const key of present) expect(keys).toContain(key);
    for (const key of absent) expect(keys).not.toContain(key);
  });

  test('say null up to 1.2 and nothing from 1.3 on for what is not there', () => {
    for (const revision of REVISIONS) {
      const [live] = all(revision, 'sessions?stateFilter=Working');
      expect(live).toBeDefined();
      expect('endTime' in objectOf(live)).toBe(revision < '1.3');
      const values = sessionsOf(revision).flatMap((one) => Object.values(one));
      expect(values.includes(null)).toBe(revision < '1.3');
      expect(values).not.toContain(undefined);
    }
  });

  test('while they live have no result or one that says None', () => {
    const live = sessionsOf('1.2-rev1').filter((one) => one['state'] !== 'Stopped');
    const results = new Set(live.map((one) => JSON.stringify(one['result'])));
    expect(results).toEqual(
      new Set(['null', JSON.stringify({ result: 'None', message: '', isCanceled: false })]),
    );
  });

  test('are named by their job, and by their kind of run from 13 on', () => {
    const plain = new Set(sessionsNamed('1.2-rev1', 'Daily VMs').map((one) => one['name']));
    expect(plain).toEqual(new Set(['Daily VMs']));
    const named = new Set(sessionsNamed('1.3-rev0', 'Daily VMs').map((one) => one['name']));
    expect(named).toEqual(
      new Set(['Daily VMs (Incremental)', 'Daily VMs (Full)', 'Daily VMs (Retry 1)']),
    );
  });

  test('call the kinds by the words of the revision', () => {
    const words = (name: string): unknown[] =>
      REVISIONS.map((revision) => sessionsNamed(revision, name).at(-1)?.['sessionType']);
    const since12 = (word: string): string[] => ['Job', 'Job', word, word, word, word];
    expect(words('Daily VMs')).toEqual(since12('BackupJob'));
    expect(words('SOBR-01 Offload')).toEqual(since12('BackupJob'));
    expect(words('Replica to DR')).toEqual(since12('ReplicaJob'));
    expect(words('Copy to Second')).toEqual([
      ...since12('BackupJob').slice(0, 4),
      'BackupCopyJob',
      'BackupCopyJobParent',
    ]);
    expect(words('Accounting')).toEqual([
      'Job',
      'Job',
      'BackupJob',
      'AgentBackup',
      'AgentBackup',
      'AgentBackup',
    ]);
    expect(words('SQL Production Transaction')).toEqual([
      undefined,
      undefined,
      undefined,
      'SqlLogBackup',
      'SqlLogBackup',
      'SqlLogBackup',
    ]);
    expect(words('SureBackup Lab').slice(1)).toEqual([undefined, ...Array(4).fill('SureBackup')]);
  });

  test('that wait for a person say so in the newest revision only', () => {
    const states = REVISIONS.slice(1).map(
      (revision) =>
        sessionsNamed(revision, 'linbase01').find((one) => one['state'] !== 'Stopped')?.['state'],
    );
    expect(states).toEqual(['Working', 'Working', 'Working', 'Working', 'ActionRequired']);
  });

  test('name the session that set them going', () => {
    const related = sessionsOf('1.3-rev1').filter((one) => 'relatedSessionId' in one);
    expect(related).toHaveLength(1);
    const other = body('1.3-rev1', `sessions/${textOf(objectOf(related[0]), 'relatedSessionId')}`);
    expect(other['sessionType']).toBe('Infrastructure');
  });
});

describe('task sessions', () => {
  test('misspell the transferred size until 1.3-rev2', () => {
    for (const revision of REVISIONS.slice(2)) {
      const [task] = listOf(body(revision, 'taskSessions?typeFilter=Backup&limit=1'), 'data');
      const progress = objectOf(objectOf(task)['progress']);
      expect('transferedSize' in progress).toBe(revision < '1.3-rev2');
      expect('transferredSize' in progress).toBe(revision === '1.3-rev2');
      expect('progressPercent' in progress).toBe(revision >= '1.3');
      expect('platformType' in objectOf(task)).toBe(revision === '1.3-rev2');
    }
  });

  test('write rates without a unit of time up to 12, with one from 13 on', () => {
    const rates = (revision: Revision): string[] =>
      all(revision, 'taskSessions?typeFilter=Backup').map((task) =>
        textOf(objectOf(task['progress']), 'processingRate'),
      );
    const pattern = /^(N\/A|\d+([.,]\d)? [KMG]?B(\/s)?)$/;
    for (const revision of REVISIONS.slice(2)) {
      const all = rates(revision);
      expect(all.filter((rate) => !pattern.test(rate))).toEqual([]);
      expect(all).toContain('N/A');
      expect(all.some((rate) => rate.endsWith('/s'))).toBe(revision >= '1.3');
      expect(all.some((rate) => rate.endsWith('B'))).toBe(revision < '1.3');
      expect(all.some((rate) => rate.includes(','))).toBe(true);
      expect(all.filter((rate) => rate.includes(',')).length).toBeLessThan(all.length / 10);
    }
  });

  test('write spans in all ways seen from 13 on', () => {
    const spans = (revision: Revision): string[] =>
      all(revision, 'taskSessions?typeFilter=Backup').map((task) =>
        textOf(objectOf(task['progress']), 'duration'),
      );
    expect(spans('1.2-rev1').every((span) => /^\d\d:\d\d:\d\d$/.test(span))).toBe(true);
    const newer = spans('1.3-rev0');
    for (const form of [/^\d\d:\d\d:\d\d$/, /^0\.\d\d:\d\d:\d\d$/, /^\d\d:\d\d:\d\d\.\d{7}$/]) {
      expect(newer.some((span) => form.test(span))).toBe(true);
    }
  });

  test('of file shares have no repository and may read nothing', () => {
    const shares = all('1.3-rev2', 'taskSessions?nameFilter=*nfs_share');
    expect(shares.length).toBeGreaterThan(20);
    expect(objectOf(shares[0])).toMatchObject({
      repositoryId: '00000000-0000-0000-0000-000000000000',
      algorithm: 'None',
    });
    expect(
      shares.some((share) => {
        const progress = objectOf(share['progress']);
        return progress['processingRate'] === 'N/A' && progress['bottleneck'] === 'Proxy';
      }),
    ).toBe(true);
  });
});

describe('jobs', () => {
  test('are listed as far as the revision has words for them', () => {
    const listed = REVISIONS.map((revision) => all(revision, 'jobs/states').length);
    expect(listed).toEqual([...listed].sort((a, b) => a - b));
    expect(new Set(listed).size).toBeGreaterThan(3);
    const types = (revision: Revision): Set<unknown> =>
      new Set(all(revision, 'jobs/states').map((job) => job['type']));
    expect(types('1.1-rev0')).toEqual(new Set(['Backup']));
    expect(types('1.2-rev1')).toEqual(new Set(['Backup', 'VSphereReplica']));
    expect(types('1.3-rev0')).toEqual(
      new Set([
        'VSphereBackup',
        'HyperVBackup',
        'VSphereReplica',
        'WindowsAgentBackup',
        'BackupCopy',
      ]),
    );
  });

  test('have their status and workload in the casing of the revision', () => {
    const words = (revision: Revision, member: string): unknown[] => [
      ...new Set(all(revision, 'jobs/states').map((job) => job[member])),
    ];
    expect(words('1.2-rev1', 'status').sort()).toEqual(['disabled', 'inactive', 'running']);
    expect(words('1.3-rev0', 'status')).toContain('stopped');
    expect(words('1.3-rev0', 'workload')).toContain('vm');
    expect(words('1.3-rev1', 'status')).toEqual(
      expect.arrayContaining(['Running', 'Stopped', 'Disabled', 'Inactive', 'Enabled']),
    );
    expect(words('1.3-rev1', 'workload')).toContain('Vm');
  });

  test.each([
    ['1.2-rev1', [], ['sessionProgress', 'highPriority', 'targetName']],
    [
      '1.3-rev0',
      [
        'sessionProgress',
        'nextRunPolicy',
        'highPriority',
        'progressPercent',
        'backupCopyMode',
        'runAfterJob',
      ],
      ['targetName'],
    ],
    ['1.3-rev2', ['targetName', 'sessionProgress'], []],
  ] as const)('of %s have the fields of their document', (revision, present, absent) => {
    const keys = keysOf(all(revision, 'jobs/states'));
    for (const key of present) expect(keys).toContain(key);
    for (const key of absent) expect(keys).not.toContain(key);
  });

  test('that never ran have no last run, or one in 1900', () => {
    const never = (revision: Revision): Json =>
      objectOf(all(revision, 'jobs/states').find((job) => job['name'] === 'Not Yet Started'));
    expect(never('1.2-rev1')['lastRun']).toBe('1900-01-01T00:00:00+01:00');
    expect(never('1.3-rev0')).not.toHaveProperty('lastRun');
    expect(never('1.3-rev0')).not.toHaveProperty('sessionId');
    expect(never('1.3-rev0')['lastResult']).toBe('None');
  });
});

describe('logs', () => {
  const idOf = (name: string): string =>
    textOf(
      objectOf(sessionsNamed('1.3-rev2', name).find((one) => one['state'] === 'Stopped')),
      'id',
    );

  test('carry additional information as a text, then as a list', () => {
    const path = `sessions/${idOf('Daily VMs')}/logs`;
    const infos = (revision: Revision): unknown[] =>
      listOf(body(revision, path), 'records')
        .map((record) => record['additionalInfo'])
        .filter((info) => info !== undefined);
    expect(infos('1.2-rev1')).toEqual([]);
    expect(infos('1.3-rev0')[0]).toMatch(/^ObjectName: /);
    expect(infos('1.3-rev2')[0]).toEqual([{ field: 'ObjectName', data: expect.any(String) }]);
  });

  test('of sessions come newest first, of tasks oldest first', () => {
    const id = idOf('Daily VMs');
    const starts = (path: string): string[] =>
      listOf(body('1.3-rev2', path), 'records').map((record) => textOf(record, 'startTime'));
    const session = starts(`sessions/${id}/logs`);
    expect(session).toEqual([...session].sort().reverse());
    const [task] = all('1.3-rev2', `sessions/${id}/taskSessions`);
    const lines = starts(`taskSessions/${textOf(objectOf(task), 'id')}/logs`);
    expect(lines).toEqual([...lines].sort());
    expect(lines.length).toBeGreaterThan(5);
  });

  test('can be filtered by status from 1.3 on', () => {
    const path = `sessions/${idOf('Hyper-V')}/logs`;
    const statuses = (revision: Revision): unknown[] => [
      ...new Set(
        listOf(body(revision, `${path}?statusFilter=Failed`), 'records').map(
          (one) => one['status'],
        ),
      ),
    ];
    expect(statuses('1.2-rev1')).toEqual(expect.arrayContaining(['Failed', 'Succeeded']));
    expect(statuses('1.3-rev0')).toEqual(['Failed']);
    const answer = body('1.3-rev0', `${path}?statusFilter=Failed`);
    expect(answer['totalRecords']).toBe(listOf(answer, 'records').length);
  });

  test('of one job have lost the load line on 13', () => {
    const titles = (revision: Revision): string =>
      listOf(body(revision, `sessions/${idOf('SQL Production (')}/logs`), 'records')
        .map((record) => textOf(record, 'title'))
        .join('\n');
    expect(titles('1.2-rev1')).toMatch(
      /^Load: Source \d+% > Proxy \d+% > Network \d+% > Target \d+%$/m,
    );
    expect(titles('1.3-rev0')).not.toContain('Load:');
    expect(titles('1.3-rev0')).toMatch(/^Primary bottleneck: /m);
  });
});
