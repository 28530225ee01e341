import { Heading } from '@radix-ui/themes';
import { useTimeTravel } from '@statehouse/react/hub';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tool } from '../../../../chrome/tool.tsx';
import { closedPanel, type Panel } from '../../data/ui-slice.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { ServerPanel } from './server-panel.tsx';
import { UsagePanel } from './usage-panel.tsx';

const PANELS: Readonly<Record<Panel, { readonly title: string; readonly content: ReactNode }>> = {
  queue: { title: 'What waits to be sent', content: <QueuePanel /> },
  history: { title: 'What happened here', content: <HistoryPanel /> },
  server: { title: 'The server', content: <ServerPanel /> },
  usage: { title: 'What is counted', content: <UsagePanel /> },
};

/** The panel that is open beside the desk; on a phone it lies over it. */
export function OpenPanel() {
  const { hub } = useOffice();
  const dispatch = useOfficeDispatch();
  const chosen = useOfficeSelector(({ ui }) => ui.panel);
  const { shown } = useTimeTravel(hub);
  // Which panel was open is the past too; the way back must not go with it.
  const panel = shown.kind === 'past' ? 'history' : chosen;
  if (panel === 'none') return null;
  const { title, content } = PANELS[panel];
  return (
    <aside className="office-panel" aria-label={title}>
      <div className="office-panel-head">
        <Heading as="h2" size="3">
          {title}
        </Heading>
        {shown.kind === 'live' && (
          <Tool label="Close the panel" onClick={() => dispatch(closedPanel())} icon={<X size={16} />} />
        )}
      </div>
      {content}
    </aside>
  );
}
