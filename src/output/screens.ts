import type { BottleneckRow } from '../analysis/bottlenecks.ts';
import type { Screen } from './screen.ts';
import type { JobView } from './screens/job-pane.ts';
import type { ServerView } from './screens/server-pane.ts';
import type { SessionView } from './screens/session-pane.ts';
import type { TimelineView } from './screens/timeline.ts';
import type * as WatchPane from './screens/watch-pane.ts';
import type { WaitingView, WatchView } from './screens/watch-pane.ts';

export type { JobView, ServerView, SessionView, TimelineView, WaitingView, WatchView };

/** Loads the drawing code only when something is drawn, and draws. The text ends with a newline. */
export async function drawSession(view: SessionView, screen: Screen): Promise<string> {
  const { renderSession } = await import('./screens/session-pane.ts');
  return renderSession(view, screen);
}

/** As drawSession, for `jobs show`. */
export async function drawJob(view: JobView, screen: Screen): Promise<string> {
  const { renderJob } = await import('./screens/job-pane.ts');
  return renderJob(view, screen);
}

/** As drawSession, for `server show`. */
export async function drawServer(view: ServerView, screen: Screen): Promise<string> {
  const { renderServer } = await import('./screens/server-pane.ts');
  return renderServer(view, screen);
}

/** As drawSession, for what stands below the table of `bottlenecks`. */
export async function drawAdvice(rows: readonly BottleneckRow[], screen: Screen): Promise<string> {
  const { renderAdvice } = await import('./screens/advice.ts');
  return renderAdvice(rows, screen);
}

/** As drawSession, for `timeline`. */
export async function drawTimeline(view: TimelineView, screen: Screen): Promise<string> {
  const { renderTimeline } = await import('./screens/timeline.ts');
  return renderTimeline(view, screen);
}

/** Loads the drawing code of `session watch`, whose lines are drawn again and again. */
export async function loadWatchPane(): Promise<typeof WatchPane> {
  return import('./screens/watch-pane.ts');
}
