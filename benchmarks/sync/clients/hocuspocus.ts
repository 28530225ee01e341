import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { eachWord, type SyncContender } from '../bench-client.ts';

/** Hocuspocus' own provider over a `Y.Text`. Acknowledgements are its sync status messages, which come in order. */
export const hocuspocus: SyncContender = {
  impl: 'hocuspocus',
  async connect(url, document, { acked, seen }) {
    const ydoc = new Y.Doc();
    const text = ydoc.getText('text');
    const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
    const unacknowledged: string[] = [];
    const provider = new HocuspocusProvider({ websocketProvider, name: document, document: ydoc });
    await new Promise<void>((resolve) => {
      provider.on('synced', () => resolve());
      provider.attach();
    });
    while (provider.hasUnsyncedChanges) await new Promise((resolve) => setTimeout(resolve, 5));
    provider.on('unsyncedChanges', ({ number }: { number: number }) => {
      while (unacknowledged.length > number) acked(unacknowledged.shift() ?? '');
    });
    text.observe((event, transaction) => {
      if (transaction.local) return;
      for (const { insert } of event.delta) if (typeof insert === 'string') eachWord(insert, seen);
    });
    return {
      length: () => text.length,
      insert(position, word) {
        unacknowledged.push(word);
        text.insert(position, word);
      },
      close() {
        provider.destroy();
        websocketProvider.destroy();
      },
    };
  },
};
