import { createWebTabChannel, type TabChannel } from './tab-channel.ts';
import { createWebTabLocks, type TabLocks } from './tab-locks.ts';

/** What a tab knows of the others. */
export interface Tabs {
  /** Undefined where there are no locks: then every tab is alone. */
  readonly locks: TabLocks | undefined;
  /** Opens a channel by its name; undefined where there are none. */
  readonly openChannel: ((name: string) => TabChannel) | undefined;
  /** Hears that this tab is about to be frozen: the last moment to give something up. Answers with the way to stop. */
  onFreeze?(listener: () => void): () => void;
}

/** The parts of a page that {@link createWebTabs} asks for; `globalThis` has them in a browser. */
export interface TabsScope {
  readonly navigator?: { readonly locks?: Pick<LockManager, 'request'> };
  readonly BroadcastChannel?: typeof BroadcastChannel;
  readonly document?: Pick<Document, 'addEventListener' | 'removeEventListener'>;
}

/** The other tabs of this origin, by Web Locks, BroadcastChannel and the page's `freeze` event (Page Lifecycle). */
export function createWebTabs(scope: TabsScope = globalThis): Tabs {
  const locks = scope.navigator?.locks;
  const { BroadcastChannel: Channel, document: page } = scope;
  return {
    locks: locks && createWebTabLocks(locks),
    openChannel: Channel && ((name) => createWebTabChannel(new Channel(name))),
    onFreeze(listener) {
      page?.addEventListener('freeze', listener);
      return () => page?.removeEventListener('freeze', listener);
    },
  };
}
