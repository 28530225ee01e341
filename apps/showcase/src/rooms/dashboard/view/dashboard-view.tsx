import { useStoreSelector } from '@statehouse/rxjs/react';
import { useState } from 'react';
import type { KeyLine } from '../../../chrome/keys-dialog.tsx';
import { PlainRoomFrame } from '../../../house/plain-room-frame.tsx';
import { FIGURES } from '../figures/figures.ts';
import type { Dashboard } from '../streams/create-dashboard.ts';
import type { StreamStatus } from '../streams/dashboard-state.ts';
import { useBurst } from '../use-burst.ts';
import { useRoomKeys } from '../use-room-keys.ts';
import { BurstCard } from './burst-card.tsx';
import { DashboardBar, type Shape } from './dashboard-bar.tsx';
import { FigureCard } from './figure-card.tsx';
import { FiguresTable } from './figures-table.tsx';
import { HealthCard } from './health-card.tsx';
import { PageCard } from './page-card.tsx';

const KEYS: readonly KeyLine[] = [
  { meaning: 'Pause and resume', keys: ['P'] },
  { meaning: 'Charts or table', keys: ['T'] },
  { meaning: 'Let a burst of 10,000 events go', keys: ['B'] },
];

/** Everything in the room. */
export function DashboardView({ dashboard }: { readonly dashboard: Dashboard }) {
  const { store } = dashboard;
  const { figures, stream, health, unreadable } = useStoreSelector(store);
  const [shape, setShape] = useState<Shape>('charts');
  const { burst, heard } = useBurst(dashboard);
  const isPaused = figures.held !== undefined;
  const pause = () => store.dispatch({ type: isPaused ? 'resumed' : 'paused' });
  useRoomKeys({ p: pause, b: burst, t: () => setShape(shape === 'charts' ? 'table' : 'charts') });
  return (
    <PlainRoomFrame
      room="dashboard"
      keys={KEYS}
      announcement={heard === '' ? spoken(stream, isPaused) : heard}
    >
      <div className="dashboard">
        <DashboardBar
          stream={stream}
          figures={figures}
          shape={shape}
          onShape={setShape}
          onPause={pause}
          onReconnect={() => store.dispatch({ type: 'reconnectAsked' })}
        />
        {shape === 'table' ? (
          <FiguresTable points={figures.points} />
        ) : (
          <div className="cards" data-stale={stream.kind !== 'open'}>
            {FIGURES.map((figure) => (
              <FigureCard key={figure.title} figure={figure} points={figures.points} />
            ))}
          </div>
        )}
        <div className="cards">
          <BurstCard dashboard={dashboard} onBurst={burst} />
          <HealthCard health={health} />
          <PageCard dashboard={dashboard} />
        </div>
        {unreadable > 0 && <p className="card-note">{unreadable} messages could not be read.</p>}
      </div>
    </PlainRoomFrame>
  );
}

function spoken({ kind }: StreamStatus, isPaused: boolean): string {
  if (kind === 'waiting') return 'The figures are cut off.';
  if (isPaused) return 'Paused.';
  return kind === 'open' ? 'Figures are live.' : '';
}
