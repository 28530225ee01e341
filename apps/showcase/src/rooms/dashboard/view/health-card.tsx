import { useNow } from '../../../connection/use-now.ts';
import type { Health } from '../streams/dashboard-state.ts';

const TIME = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** A question that is asked every two seconds, behind a circuit breaker. */
export function HealthCard({ health }: { readonly health: Health }) {
  const { circuit, lastGood, newest, asked, failed, spared } = health;
  const nowMs = useNow(500, circuit.kind === 'open');
  return (
    <section className="card" aria-label="Answers">
      <h2>Answers</h2>
      <p className="card-sentence">
        Asked every 2 s. After three failures in a row the circuit opens, and the server is spared for 8 s.
      </p>
      <dl className="card-values">
        <div>
          <dt>Round trip</dt>
          <dd data-stale={newest !== 'answered'}>{lastGood === undefined ? '–' : `${lastGood.tookMs} ms`}</dd>
        </div>
        <div>
          <dt>Circuit</dt>
          <dd data-circuit={circuit.kind} data-testid="circuit">
            {circuitWords(health, nowMs)}
          </dd>
        </div>
      </dl>
      <p className="card-note">
        {lastGood !== undefined &&
          newest !== 'answered' &&
          `The last good answer is of ${TIME.format(lastGood.atMs)}. `}
        {asked} asked, {failed} failed, {spared} spared.
      </p>
    </section>
  );
}

function circuitWords({ circuit }: Health, nowMs: number): string {
  switch (circuit.kind) {
    case 'closed':
      return circuit.failures === 0 ? 'closed' : `closed, ${circuit.failures} failed`;
    case 'half-open':
      return 'half open';
    case 'open':
      return `open, ${Math.max(0, Math.ceil((circuit.untilMs - nowMs) / 1_000))} s`;
  }
}
