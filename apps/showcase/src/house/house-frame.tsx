import { Button, Dialog } from '@radix-ui/themes';
import { type ReactNode, useEffect, useState } from 'react';
import { Announcer } from '../chrome/announcer.tsx';
import { type KeyLine, KeysDialog } from '../chrome/keys-dialog.tsx';
import { useGlobalKeys } from '../chrome/use-global-keys.ts';
import { Rail } from './rail.tsx';
import { TopBar, type TopBarHistory } from './top-bar.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';

export interface HouseFrameProps {
  /** The main heading. */
  readonly title: ReactNode;
  /** What the browser calls the page, before the name of the house. */
  readonly windowTitle: string;
  /** The room's name, which stands before the title. */
  readonly roomName?: string;
  readonly people: ReactNode;
  readonly pill: ReactNode;
  readonly tools?: ReactNode;
  /** Absent where nothing can be undone. */
  readonly history?: TopBarHistory;
  readonly keys: readonly KeyLine[];
  /** Begins the tour; absent where there is none. */
  readonly onTour?: () => void;
  readonly announcement?: string;
  /** Lies over the lower right corner; on a phone below the content. */
  readonly aside?: ReactNode;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

const nothing = () => {};

/** What stands around every place of the house: the rail, the bar, and the keys that work everywhere. */
export function HouseFrame(props: HouseFrameProps) {
  const { title, windowTitle, people, pill, tools, history, keys, announcement = '', aside } = props;
  const [areKeysShown, setAreKeysShown] = useState(false);
  const main = useKeptScroll();
  useEffect(() => {
    document.title = `${windowTitle} · Statehouse`;
  }, [windowTitle]);
  useGlobalKeys({
    undo: history?.onUndo ?? nothing,
    redo: history?.onRedo ?? nothing,
    showKeys: () => setAreKeysShown(true),
  });
  return (
    <div className="house">
      <Rail />
      <TopBar
        title={title}
        roomName={props.roomName}
        people={people}
        pill={pill}
        tools={tools}
        history={history}
        onShowKeys={() => setAreKeysShown(true)}
      />
      <main ref={main} className="house-main" aria-busy={props.isBusy === true}>
        {props.children}
      </main>
      {aside}
      <Announcer message={announcement} />
      <KeysDialog lines={keys} isOpen={areKeysShown} onOpenChange={setAreKeysShown}>
        {props.onTour !== undefined && (
          <Dialog.Close>
            <Button variant="soft" mt="5" onClick={props.onTour}>
              Show the tour again
            </Button>
          </Dialog.Close>
        )}
      </KeysDialog>
    </div>
  );
}
