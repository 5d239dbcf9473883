/**
 * Milliseconds of processor time that this process has used. What it grows by tells how much work something
 * was, whatever else the machine does: a wall clock beside a busy neighbour tells of the neighbour.
 */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
