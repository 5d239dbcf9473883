// The world behind all revisions: what is in it, that its numbers agree, and that it lives.
import { describe, expect, test } from '@jest/globals';
import {
  listOf,
  NOW,
  numberOf,
  objectOf,
  reader,
  textOf,
  type Json,
  type Reader,
} from './client.ts';

const NEWEST = '1.3-rev2';
const ORDER = 'orderColumn=CreationTime&orderAsc=false';
const server = reader();
const sessions = server.all(NEWEST, `sessions?${ORDER}`);
const ENDED = sessions.filter((one) => one['state'] === 'Stopped');

function named(name: string, among: readonly Json[] = sessions): readonly Json[] {
  return among.filter((one) => textOf(one, 'name').startsWith(name));
}

function resultOf(session: Json): unknown {
  return session['result'] === undefined ? 'None' : objectOf(session['result'])['result'];
}

function tasksOf(from: Reader, session: Json): readonly Json[] {
  return from.all(NEWEST, `sessions/${textOf(session, 'id')}/taskSessions`);
}

function titlesOf(target: string): readonly string[] {
  return listOf(server.body(NEWEST, `${target}/logs`), 'records').map((one) =>
    textOf(one, 'title'),
  );
}

describe('determinism', () => {
  test('the same seed in the same minute gives the same world, token or not', () => {
    const again = reader({}, NOW + 59_000);
    again.clock.now = NOW;
    for (const path of ['sessions', 'taskSessions', 'jobs/states', 'automation/sessions']) {
      expect(again.all(NEWEST, path)).toEqual(server.all(NEWEST, path));
    }
  });

  test('another seed gives another one', () => {
    const ids = new Set(sessions.map((one) => one['id']));
    const other = reader({ seed: 'other' }).all(NEWEST, 'sessions');
    expect(other.some((one) => ids.has(one['id']))).toBe(false);
  });

  test('an hour later the history is still the same', () => {
    const later = new Map(
      reader({}, NOW + 3_600_000)
        .all(NEWEST, 'sessions')
        .map((one) => [one['id'], one]),
    );
    const history = ENDED.filter((one) => !/File Servers|Weekly Archive/.test(textOf(one, 'name')));
    const kept = history.filter((one) => later.has(one['id']));
    // What is an hour older than the history reaches is gone; log backups go sooner.
    expect(history.length - kept.length).toBeLessThan(12);
    for (const session of kept) expect(later.get(session['id'])).toEqual(session);
  });

  test.each([[0], [3], [9], [15], [21]])('whatever the hour is: %d hours later', (hours) => {
    const { all } = reader({}, NOW + hours * 3_600_000);
    expect(all('1.0-rev1', 'sessions').length).toBeGreaterThan(1300);
    expect(all(NEWEST, 'sessions?nameFilter=File Servers*&stateFilter=Working')).toHaveLength(1);
    expect(all(NEWEST, 'sessions?stateFilter=Idle')).toHaveLength(1);
  });
});

describe('what is in it', () => {
  test('five weeks of it', () => {
    const first = Date.parse(textOf(objectOf(sessions.at(-1)), 'creationTime'));
    expect((NOW - first) / 86_400_000).toBeGreaterThan(34);
    expect((NOW - first) / 86_400_000).toBeLessThan(36);
  });

  test('retries: one that helps, three that do not, all in chains', () => {
    const byChain = new Map<unknown, Json[]>();
    for (const session of [...sessions].reverse()) {
      const chain = session['originalSessionId'];
      if (chain !== undefined) byChain.set(chain, [...(byChain.get(chain) ?? []), session]);
    }
    const chains = [...byChain.values()].map((chain) => ({
      retries: chain.map((one) =>
        one['retryInfo'] === undefined ? 0 : numberOf(objectOf(one['retryInfo']), 'retryNumber'),
      ),
      results: chain.map(resultOf).join(),
      names: chain.map((one) => /\(.*\)$/.exec(textOf(one, 'name'))?.[0]),
    }));
    for (const { retries } of chains) expect(retries).toEqual([...retries.keys()]);
    for (const [chain, [first]] of byChain) {
      expect(objectOf(first)['id']).toBe(chain);
      expect(objectOf(first)).not.toHaveProperty('retryInfo');
    }
    expect(chains.some(({ results }) => results === 'Failed,Success')).toBe(true);
    const exhausted = chains.find(({ results }) => results === 'Failed,Failed,Failed,Failed');
    expect(exhausted?.names.slice(1)).toEqual(['(Retry 1)', '(Retry 2)', '(Retry 3)']);
  });

  test('a run that a person stopped', () => {
    const stopped = ENDED.filter((one) => objectOf(one['result'])['isCanceled'] === true);
    expect(stopped.length).toBeGreaterThanOrEqual(2);
  });

  test('children of a copy job that idles, and of an agent policy', () => {
    const [idle] = sessions.filter((one) => one['state'] === 'Idle');
    expect(objectOf(idle)).toMatchObject({ sessionType: 'BackupCopyJobParent' });
    expect(objectOf(idle)).not.toHaveProperty('endTime');
    const childrenOf = (parent: Json): readonly Json[] =>
      sessions.filter((one) => one['parentSessionId'] === parent['id']);
    expect(childrenOf(objectOf(idle)).length).toBeGreaterThan(0);
    const policies = sessions.filter((one) => one['sessionType'] === 'AgentPolicy');
    expect(policies.length).toBeGreaterThan(30);
    for (const policy of policies) {
      expect(childrenOf(policy)).toHaveLength(3);
      const worst = ['Failed', 'Warning', 'Success'].find((result) =>
        childrenOf(policy).some((one) => resultOf(one) === result),
      );
      if (policy['state'] === 'Stopped') expect(resultOf(policy)).toBe(worst);
    }
  });

  test('sessions of jobs that no list has, and log backups that do not drown the rest', () => {
    const listed = new Set(server.all(NEWEST, 'jobs/states').map((job) => job['id']));
    const [offload] = named('SOBR-01 Offload');
    expect(objectOf(offload)['sessionType']).toBe('BackupJob');
    expect(listed.has(objectOf(offload)['jobId'])).toBe(false);
    const logs = sessions.filter((one) => one['sessionType'] === 'SqlLogBackup');
    expect(logs.length).toBeGreaterThan(15);
    expect(logs.length).toBeLessThan(30);
  });

  test('an agent job without task sessions', () => {
    const [agent] = named('Accounting Workstation', ENDED);
    expect(tasksOf(server, objectOf(agent))).toEqual([]);
    expect(titlesOf(`sessions/${textOf(objectOf(agent), 'id')}`)).toContain(
      'Processing WIN-ACC-01',
    );
  });

  test('names that no screen likes', () => {
    const names = server.all(NEWEST, 'jobs/states').map((job) => textOf(job, 'name'));
    expect(names.some((name) => name.length > 180)).toBe(true);
    expect(names.some((name) => name.startsWith('='))).toBe(true);
    expect(names.some((name) => name.includes('<script>'))).toBe(true);
    expect(names.some((name) => /[\u3040-\u9fff]/.test(name))).toBe(true);
  });

  test('failures that say why, in the session and in its tasks', () => {
    const failed = server.all(NEWEST, 'taskSessions?resultFilter=Failed');
    const reasons = failed.map((task) => textOf(objectOf(task['result']), 'message'));
    expect(reasons.every((reason) => reason.length > 10)).toBe(true);
    expect(new Set(reasons).size).toBeGreaterThan(5);
    expect(reasons.some((reason) => reason.includes('\u001b['))).toBe(true);
    const messages = ENDED.filter((one) => resultOf(one) === 'Failed').map((one) =>
      textOf(objectOf(one['result']), 'message'),
    );
    expect(messages.some((message) => message.includes('\r\n'))).toBe(true);
    expect(messages.some((message) => message.includes('22% done'))).toBe(true);
  });

  test('a disabled job with an old last run, and one that never ran', () => {
    const jobs = new Map(server.all(NEWEST, 'jobs/states').map((job) => [job['name'], job]));
    const disabled = objectOf(jobs.get('Retired Servers'));
    expect(disabled['status']).toBe('Disabled');
    expect(NOW - Date.parse(textOf(disabled, 'lastRun'))).toBeGreaterThan(19 * 86_400_000);
    expect(objectOf(jobs.get('Not Yet Started'))).not.toHaveProperty('lastRun');
  });
});

describe('its numbers agree', () => {
  const tasks = new Map<unknown, Json[]>();
  for (const task of server.all(NEWEST, 'taskSessions')) {
    tasks.set(task['sessionId'], [...(tasks.get(task['sessionId']) ?? []), task]);
  }
  const moving = sessions.filter((one) => one['progress'] !== undefined && tasks.has(one['id']));

  test('a session has moved what its tasks have moved', () => {
    expect(moving.length).toBeGreaterThan(1000);
    for (const session of moving) {
      const sum = (member: string): number =>
        (tasks.get(session['id']) ?? []).reduce(
          (total, task) => total + numberOf(objectOf(task['progress']), member),
          0,
        );
      expect({
        id: session['id'],
        processedSize: sum('processedSize'),
        readSize: sum('readSize'),
        transferredSize: sum('transferredSize'),
      }).toEqual({
        id: session['id'],
        processedSize: numberOf(objectOf(session['progress']), 'processedSize'),
        readSize: numberOf(objectOf(session['progress']), 'readSize'),
        transferredSize: numberOf(objectOf(session['progress']), 'transferredSize'),
      });
    }
  });

  test('tasks live inside their session and end like it', () => {
    for (const session of ENDED) {
      const own = tasks.get(session['id']) ?? [];
      const times = own.flatMap((task) => [textOf(task, 'creationTime'), textOf(task, 'endTime')]);
      expect(times.every((time) => `${time}+01:00` >= textOf(session, 'creationTime'))).toBe(true);
      expect(
        times.every(
          (time) => Date.parse(`${time}+01:00`) <= Date.parse(textOf(session, 'endTime')),
        ),
      ).toBe(true);
      const results = own.map(resultOf);
      if (resultOf(session) === 'Success') expect(results.join()).not.toMatch(/Failed|Warning/);
      if (resultOf(session) === 'Failed' && own.length > 0 && own[0]?.['scanType'] === undefined) {
        expect(results).toContain('Failed');
      }
    }
  });

  test('the log names the bottleneck of the progress, busiest stage first or not', () => {
    const orders = new Set<boolean>();
    for (const session of moving.filter((one) => one['state'] === 'Stopped').slice(0, 300)) {
      const titles = titlesOf(`sessions/${textOf(session, 'id')}`);
      const bottleneck = textOf(objectOf(session['progress']), 'bottleneck');
      const load = titles.find((title) => title.startsWith('Load: '));
      const primary = titles.find((title) => title.startsWith('Primary bottleneck: '));
      if (bottleneck === 'NotDefined') {
        expect([load, primary]).toEqual([undefined, undefined]);
        continue;
      }
      expect(primary?.replace('Primary bottleneck: ', '').replace(' WAN', 'Wan')).toBe(bottleneck);
      if (load === undefined) continue;
      orders.add(titles.indexOf(load) < titles.indexOf(primary ?? ''));
      if (bottleneck !== 'Throttling') expect(busiest(load)).toBe(bottleneck);
    }
    expect(orders.size).toBe(2);
  });

  test("so does a task's, with six stages over WAN accelerators", () => {
    const [copy] = named('Copy over WAN', ENDED);
    for (const task of tasksOf(server, objectOf(copy))) {
      const titles = titlesOf(`taskSessions/${textOf(task, 'id')}`);
      const busy = titles.find((title) => title.startsWith('Busy: ')) ?? '';
      expect(busy).toMatch(
        /^Busy: Source \d+% > Proxy \d+% > Source WAN \d+% > Network \d+% > Target WAN \d+% > Target \d+%$/,
      );
      expect(busiest(busy)).toBe(objectOf(task['progress'])['bottleneck']);
    }
  });

  test("a job's state shows its last session", () => {
    const byId = new Map(sessions.map((one) => [one['id'], one]));
    for (const job of server.all(NEWEST, 'jobs/states')) {
      if (job['sessionId'] === undefined) continue;
      const last = objectOf(byId.get(job['sessionId']));
      expect(job['lastResult']).toBe(resultOf(last));
      expect(last['parentSessionId']).toBeUndefined();
      if (last['progress'] === undefined) continue;
      const { readSize, bottleneck } = objectOf(last['progress']);
      expect(objectOf(job['sessionProgress'])).toMatchObject({ readSize, bottleneck });
    }
  });

  function busiest(line: string): string {
    const loads = [...line.matchAll(/([A-Z][A-Za-z ]*?) (\d+)%/g)].map(
      ([, stage = '', percent]) => ({
        stage: stage.replace(' WAN', 'Wan'),
        percent: Number(percent),
      }),
    );
    const top = Math.max(...loads.map(({ percent }) => percent));
    return loads.find(({ percent }) => percent === top)?.stage ?? '';
  }
});

describe('it lives', () => {
  const running = (from: Reader): Json =>
    objectOf(from.all(NEWEST, 'sessions?nameFilter=File Servers*&stateFilter=Working')[0]);

  test('the running job moves with the clock until it is through', () => {
    const own = reader();
    const id = textOf(running(own), 'id');
    const read = (): number =>
      numberOf(objectOf(own.body(NEWEST, `sessions/${id}`)['progress']), 'readSize');
    const percents: number[] = [];
    let before = -1;
    while (own.body(NEWEST, `sessions/${id}`)['state'] !== 'Stopped') {
      percents.push(numberOf(own.body(NEWEST, `sessions/${id}`), 'progressPercent'));
      expect(read()).toBeGreaterThanOrEqual(before);
      before = read();
      own.clock.now += 10 * 60_000;
    }
    expect(percents.length).toBeGreaterThan(4);
    expect(percents[0]).toBeGreaterThan(10);
    expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
    const end = own.body(NEWEST, `sessions/${id}`);
    expect(end).toMatchObject({ progressPercent: 100, result: { result: 'Success' } });
    expect(Date.parse(textOf(end, 'endTime'))).toBeLessThan(own.clock.now);
  });

  test('one that was started by hand is through within two minutes, for whoever watches', () => {
    const own = reader();
    const path = 'sessions?nameFilter=Daily VMs*&stateFilter=Working';
    const [session] = own.all(NEWEST, path);
    expect(session).toMatchObject({ state: 'Working', initiatedBy: 'DEMO\\jsmith' });
    own.clock.now += 45_000;
    const later = objectOf(own.all(NEWEST, path)[0]);
    expect(numberOf(later, 'progressPercent')).toBeGreaterThan(
      numberOf(objectOf(session), 'progressPercent'),
    );
    own.clock.now += 75_000;
    expect(own.body(NEWEST, `sessions/${textOf(later, 'id')}`)).toMatchObject({
      state: 'Stopped',
      result: { result: 'Success' },
    });
  });

  test('it has tasks that are through, that work and that wait, and so has its log', () => {
    const session = running(server);
    const states = new Set(tasksOf(server, session).map((task) => task['state']));
    expect(states).toEqual(new Set(['Stopped', 'Working', 'WaitingSlot']));
    const waiting = tasksOf(server, session).find((task) => task['state'] === 'WaitingSlot');
    expect(objectOf(objectOf(waiting)['progress'])).toMatchObject({
      bottleneck: 'NotDefined',
      processingRate: 'N/A',
      processedSize: 0,
      readSize: 0,
    });
    const log = listOf(server.body(NEWEST, `sessions/${textOf(session, 'id')}/logs`), 'records');
    expect(log.some((one) => one['status'] === 'None')).toBe(true);
    expect(log.some((one) => textOf(one, 'title').startsWith('Job finished'))).toBe(false);
    expect(log.every((one) => Date.parse(textOf(one, 'updateTime')) <= NOW)).toBe(true);
  });

  test('a run passes through all states of its life', () => {
    const own = reader();
    const next = Date.parse(
      textOf(
        objectOf(
          own.all(NEWEST, 'jobs/states').find((job) => job['name'] === 'Replica to DR Site'),
        ),
        'nextRun',
      ),
    );
    const seen = new Set<unknown>();
    for (let at = next; at < next + 10 * 60_000; at += 2000) {
      own.clock.now = at;
      const [last] = own.all(
        NEWEST,
        `sessions?nameFilter=Replica*&${ORDER}&createdAfterFilter=${new Date(next).toISOString()}`,
      );
      if (last !== undefined) seen.add(last['state']);
    }
    expect(seen).toEqual(new Set(['Starting', 'Working', 'Postprocessing', 'Stopped']));
  });

  test('what waits for its repository goes on waiting, and the copy job idles on', () => {
    const own = reader();
    own.clock.now += 6 * 3_600_000;
    expect(own.all(NEWEST, 'sessions?stateFilter=WaitingRepository')).toHaveLength(1);
    const [idle] = own.all(NEWEST, 'sessions?stateFilter=Idle');
    expect(objectOf(idle)).not.toHaveProperty('endTime');
  });

  test('new sessions come while the clock runs, none before its time', () => {
    const own = reader();
    const count = own.all(NEWEST, 'sessions').length;
    own.clock.now += 24 * 3_600_000;
    const later = own.all(NEWEST, `sessions?${ORDER}`);
    expect(later.length).toBeGreaterThan(count + 50);
    expect(Date.parse(textOf(objectOf(later[0]), 'creationTime'))).toBeLessThanOrEqual(
      own.clock.now,
    );
  });
});
