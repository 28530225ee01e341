import { Button, SegmentedControl, Text } from '@radix-ui/themes';
import { Pause, Play } from 'lucide-react';
import type { LiveFigures } from '../figures/live-figures.ts';
import type { StreamStatus } from '../streams/dashboard-state.ts';
import { StreamState } from './stream-state.tsx';

export type Shape = 'charts' | 'table';

export interface DashboardBarProps {
  readonly stream: StreamStatus;
  readonly figures: LiveFigures;
  readonly shape: Shape;
  readonly onShape: (shape: Shape) => void;
  readonly onPause: () => void;
  readonly onReconnect: () => void;
}

const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });

/** How the figures come, and in which shape they are shown. */
export function DashboardBar(props: DashboardBarProps) {
  const { stream, figures, shape, onShape, onPause, onReconnect } = props;
  const { held, restartedAtMs } = figures;
  const isPaused = held !== undefined;
  return (
    <section className="dashboard-bar" aria-label="Live figures">
      <StreamState stream={stream} onReconnect={onReconnect} />
      {restartedAtMs !== undefined && (
        <Text size="2" color="gray">
          Another run of the server since {TIME.format(restartedAtMs)}
        </Text>
      )}
      <div className="dashboard-choices">
        {isPaused && (
          <Text size="2" className="held" data-testid="held">
            {held.points.length} held{held.dropped > 0 && `, ${held.dropped} dropped`}
          </Text>
        )}
        <Button variant="soft" color={isPaused ? 'iris' : 'gray'} onClick={onPause} className="pause">
          {isPaused ? <Play size={15} aria-hidden="true" /> : <Pause size={15} aria-hidden="true" />}
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <SegmentedControl.Root
          value={shape}
          onValueChange={(value) => onShape(value === 'table' ? 'table' : 'charts')}
          aria-label="Show as"
        >
          <SegmentedControl.Item value="charts">Charts</SegmentedControl.Item>
          <SegmentedControl.Item value="table">Table</SegmentedControl.Item>
        </SegmentedControl.Root>
      </div>
    </section>
  );
}
