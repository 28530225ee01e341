import { Button } from '@radix-ui/themes';
import { ChartNoAxesColumn, History, Inbox, ServerCog } from 'lucide-react';
import type { ReactNode } from 'react';
import { countWaiting } from '../../data/pending.ts';
import { type Panel, toggledPanel } from '../../data/ui-slice.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import { MODE_WORDS } from './mode-words.ts';

/** What opens the panels, and what of them one has to know while they are shut. Whoever has sent the server away can mend it without being in. */
export function PanelTools() {
  const { api, seat } = useOffice();
  const waiting = useOfficeSelector(countWaiting);
  const isCounted = useOfficeSelector(({ usage }) => usage.consent === 'given');
  const { mode } = api.useGetFaultQuery(undefined, {
    selectFromResult: ({ data }) => ({ mode: data?.mode ?? 'well' }),
  });
  return (
    <fieldset className="office-tools" aria-label="Panels">
      {seat.moderator !== '' && (
        <>
          <PanelTool
            panel="queue"
            name="Queue"
            icon={<Inbox size={16} aria-hidden="true" />}
            state={waiting > 0 ? `${waiting}` : ''}
          />
          <PanelTool
            panel="history"
            name="History"
            icon={<History size={16} aria-hidden="true" />}
            state=""
          />
        </>
      )}
      <PanelTool
        panel="server"
        name="Server"
        icon={<ServerCog size={16} aria-hidden="true" />}
        state={mode === 'well' ? '' : MODE_WORDS[mode].name.toLowerCase()}
      />
      {seat.moderator !== '' && (
        <PanelTool
          panel="usage"
          name="Usage"
          icon={<ChartNoAxesColumn size={16} aria-hidden="true" />}
          state={isCounted ? 'on' : ''}
        />
      )}
    </fieldset>
  );
}

function PanelTool(props: {
  readonly panel: Panel;
  readonly name: string;
  readonly icon: ReactNode;
  /** Empty where there is nothing to say. */
  readonly state: string;
}) {
  const { panel, name, icon, state } = props;
  const dispatch = useOfficeDispatch();
  const isOpen = useOfficeSelector(({ ui }) => ui.panel === panel);
  return (
    <Button
      size="1"
      variant={isOpen ? 'soft' : 'ghost'}
      color="gray"
      aria-expanded={isOpen}
      onClick={() => dispatch(toggledPanel(panel))}
    >
      {icon}
      <span className="office-tool-name">{name}</span>
      {state !== '' && <span className="office-count">{state}</span>}
    </Button>
  );
}
