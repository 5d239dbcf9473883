// How long programs take and how much memory they need. A contender is `{words, env, lines}`: the command
// line, its whole environment, and how many lines it must print, so that no failure is measured.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

/** How often memory is looked at; milliseconds. */
const LOOK = 5;

/** Runs it once: milliseconds to the end and to the first byte. @throws where it did not do its work */
export async function run(contender) {
  return (await watched(contender, () => undefined)).times;
}

/** Runs it once more for the peak of its memory in bytes, all of its processes added up; null where
 * the system does not tell (anything but Linux). */
export async function peakMemory(contender) {
  const peaks = new Map();
  await watched(contender, (pid) => {
    const timer = setInterval(() => notePeaks(pid, peaks), LOOK);
    return () => clearInterval(timer);
  });
  const bytes = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
  return bytes === 0 ? null : bytes;
}

/** The contenders in turns, so that a busy moment of the machine meets all of them alike. */
export async function interleaved(contenders, rounds) {
  const samples = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, contender] of Object.entries(contenders)) {
      const before = processorTime();
      const times = await run(contender);
      const cpuMs = before === null ? null : processorTime() - before;
      samples[name].push({ ...times, cpuMs });
    }
  }
  return Object.fromEntries(
    Object.entries(samples).map(([name, times]) => [
      name,
      {
        ms: median(times.map(({ ms }) => ms)),
        firstMs: median(times.map(({ firstMs }) => firstMs)),
        cpuMs: mean(times.map(({ cpuMs }) => cpuMs)),
      },
    ]),
  );
}

/**
 * The processor time of all programs that have been run so far, those that they started included;
 * milliseconds. Waiting for other programs does not count, so it hardly depends on how busy the machine
 * is. The kernel tells it in hundredths of a second: one short run says little, their mean enough. null
 * where the system does not tell (anything but Linux).
 */
function processorTime() {
  try {
    // proc_pid_stat(5): cutime and cstime; what stands in parentheses may contain anything.
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 10 * (Number(fields[13]) + Number(fields[14]));
  } catch {
    return null;
  }
}

function mean(numbers) {
  if (numbers.includes(null)) return null;
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function watched({ words, env, lines = null }, look) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(words[0], words.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = look(child.pid);
    let firstMs = null;
    let printed = 0;
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      firstMs ??= performance.now() - started;
      if (lines !== null) printed += linesIn(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - started;
      stop?.();
      if (code === 0 && (lines === null || printed === lines)) {
        resolve({ times: { ms, firstMs: firstMs ?? ms } });
      } else {
        const what = `exit ${code}, ${printed} lines of ${lines ?? 'any'}`;
        reject(new Error(`${words.slice(0, 6).join(' ')} …: ${what}\n${complaint}`));
      }
    });
  });
}

function linesIn(chunk) {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

/** The kernel's own high-water mark of a process and of those that it started. */
function notePeaks(pid, peaks) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    if (kilobytes !== undefined) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, 1024 * kilobytes));
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
      for (const child of children === '' ? [] : children.split(' ')) notePeaks(child, peaks);
    }
  } catch {
    // It has ended between two looks, or the system has no such files.
  }
}
