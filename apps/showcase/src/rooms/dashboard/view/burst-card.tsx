import { Button } from '@radix-ui/themes';
import { useObservable } from '@statehouse/rxjs/react';
import { Zap } from 'lucide-react';
import type { BurstReport } from '../burst/burst-report.ts';
import { SENSORS } from '../burst/burst-store.ts';
import type { Dashboard } from '../streams/create-dashboard.ts';
import { BURST_SIZE } from '../use-burst.ts';

const COUNT = new Intl.NumberFormat('en');

/** Ten thousand events through a reactive store, one by one, while the page goes on drawing. */
export function BurstCard({
  dashboard,
  onBurst,
}: {
  readonly dashboard: Dashboard;
  readonly onBurst: () => void;
}) {
  const report = useObservable(dashboard.burst$);
  return (
    <section className="card" aria-label="Burst" data-burst={burstPhase(report)}>
      <h2>Burst</h2>
      <p className="card-sentence">
        {COUNT.format(BURST_SIZE)} events through a reactive store, each counted by itself, drawn once for
        each frame.
      </p>
      <Button variant="soft" onClick={onBurst} className="burst-button">
        <Zap size={15} aria-hidden="true" /> {COUNT.format(BURST_SIZE)} events
      </Button>
      {report !== undefined && (
        <Outcome report={report} p99Ms={report.isOver ? p99Ms(dashboard) : undefined} />
      )}
    </section>
  );
}

function burstPhase(report: BurstReport | undefined): 'none' | 'running' | 'over' {
  if (report === undefined) return 'none';
  return report.isOver ? 'over' : 'running';
}

function Outcome({ report, p99Ms }: { readonly report: BurstReport; readonly p99Ms: number | undefined }) {
  const { state, perFrame, times, tookMs } = report;
  const shown = perFrame.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...perFrame);
  return (
    <>
      <dl className="card-values">
        <div>
          <dt>Counted</dt>
          <dd data-testid="burst-counted">{COUNT.format(state.counted)}</dd>
        </div>
        <div>
          <dt>In the bars</dt>
          <dd data-testid="burst-shown">{COUNT.format(shown)}</dd>
        </div>
        <div>
          <dt>Frames dropped</dt>
          <dd data-testid="burst-dropped">{times.dropped}</dd>
        </div>
      </dl>
      <div
        className="burst-bars"
        role="img"
        aria-label={`Events in each of ${perFrame.length} frames, at most ${most} in one`}
      >
        {perFrame.map((count, at) => (
          <span key={at} style={{ height: `${(count / most) * 100}%` }} />
        ))}
      </div>
      <p className="card-note">
        {SENSORS.map((sensor, at) => `${sensor} ${COUNT.format(state.bySensor[at] ?? 0)}`).join(', ')}.{' '}
        {perFrame.length} frames in {Math.round(tookMs)} ms, the longest {Math.round(times.longestMs)} ms.
        {p99Ms !== undefined && ` 99 of 100 changes took ${changeWords(p99Ms)}.`}
      </p>
    </>
  );
}

/** Browsers' clocks tell no more than a tenth of a millisecond. */
function changeWords(durationMs: number): string {
  return durationMs < 0.1 ? 'under 0.1 ms' : `at most ${durationMs.toFixed(1)} ms`;
}

/** Of the changes of the store, as the hub has timed them. */
function p99Ms(dashboard: Dashboard): number | undefined {
  const { series } = dashboard.watch.report();
  return series.find(({ store, name }) => store === 'events' && name === 'sensed')?.latencyMs.p99;
}
