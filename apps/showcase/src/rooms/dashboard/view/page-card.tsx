import type { Dashboard } from '../streams/create-dashboard.ts';
import { usePageFigures } from '../use-page-figures.ts';

/** How this window itself feels. */
export function PageCard({ dashboard }: { readonly dashboard: Dashboard }) {
  const { longTasks, longestTaskMs, interactionMs } = usePageFigures(dashboard);
  return (
    <section className="card" aria-label="This window">
      <h2>This window</h2>
      <p className="card-sentence">
        Measured by the browser: tasks that block it, and the time from a press to the next picture.
      </p>
      <dl className="card-values">
        <div>
          <dt>Long tasks</dt>
          <dd>{longTasks}</dd>
        </div>
        <div>
          <dt>The longest</dt>
          <dd>{longTasks === 0 ? '–' : `${Math.round(longestTaskMs)} ms`}</dd>
        </div>
        <div>
          <dt>Interaction</dt>
          <dd>{interactionMs === undefined ? '–' : `${Math.round(interactionMs)} ms`}</dd>
        </div>
      </dl>
      <p className="card-note">Good is: no task over 50 ms, and an interaction within 200 ms.</p>
    </section>
  );
}
