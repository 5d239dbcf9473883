import type { SimulatorOptions } from '../simulator.ts';

/** What real servers do wrong, each to be switched on by a test; none is on by itself. */
export interface SimulatorFaults {
  /** `/jobs/states` fails up to 1.2: a job's status is a word that the revision's enum lacks. */
  readonly jobStatesEnum?: boolean;
  /** `/sessions/{id}/taskSessions` of agent sessions fails on 1.3-rev0 and rev1. */
  readonly agentTasksEnum?: boolean;
  /** A token got by refreshing is refused with 403 on every route. */
  readonly refreshedTokensRefused?: boolean;
}

/** A simulated VBR server; what is not said is as in a fresh installation. */
export interface VbrSimulatorOptions extends SimulatorOptions {
  /** How far the server's wall clock is ahead of UTC, in minutes; 60 unless given. */
  readonly utcOffset?: number;
  /** What the account may do: a viewer is refused `/serverInfo`. An administrator unless given. */
  readonly role?: 'administrator' | 'viewer';
  readonly faults?: SimulatorFaults;
}
