import { Callout, Theme } from '@radix-ui/themes';
import type { SyncClient } from '@statehouse/sync';
import { useState } from 'react';
import type { ShowcaseSchema } from '../schema.ts';
import { RoomSkeleton } from './chrome/room-skeleton.tsx';
import { useAppearance } from './chrome/use-appearance.ts';
import { useDocument } from './hooks/use-document.ts';
import { Room } from './room/room.tsx';
import type { DevSession } from './session/dev-session.ts';
import { type Persona, savePersona } from './session/persona.ts';

export interface AppProps {
  readonly client: SyncClient<ShowcaseSchema>;
  readonly documentName: string;
  readonly session: DevSession | undefined;
  readonly persona: Persona;
}

/** The page: one document, or what stands in its place until it is here. */
export function App({ client, documentName, session, persona: given }: AppProps) {
  const [appearance, setAppearance] = useAppearance();
  const [persona, setPersona] = useState(given);
  const opened = useDocument(client, documentName);
  return (
    <Theme accentColor="iris" grayColor="slate" radius="medium" appearance={appearance}>
      {opened.kind === 'ready' && (
        <Room
          name={documentName}
          client={client}
          document={opened.document}
          session={session}
          persona={persona}
          onPersona={(next) => {
            savePersona(sessionStorage, next);
            setPersona(next);
          }}
          appearance={appearance}
          onAppearance={setAppearance}
        />
      )}
      {opened.kind === 'waiting' && <RoomSkeleton documentName={documentName} reason={opened.reason} />}
      {opened.kind === 'failed' && (
        <Callout.Root color="red" role="alert" m="5">
          <Callout.Text>
            “{documentName}” cannot be opened: {opened.message}
          </Callout.Text>
        </Callout.Root>
      )}
    </Theme>
  );
}
