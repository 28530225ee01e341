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
    ydoc.on('afterTransaction', (transaction) =>
      eachInsertion(transaction, (inserted) => eachWord(inserted, seen)),
    );
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

/** What others inserted, read off the new items: an event's `delta` would walk the whole text for each. */
function eachInsertion(transaction: Y.Transaction, visit: (text: string) => void): void {
  if (transaction.local) return;
  for (const [client, clock] of transaction.afterState) {
    const before = transaction.beforeState.get(client) ?? 0;
    const structs = clock > before ? (transaction.doc.store.clients.get(client) ?? []) : [];
    for (let index = structs.length - 1; index >= 0; index -= 1) {
      const struct = structs[index];
      if (struct === undefined || struct.id.clock < before) break;
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) visit(struct.content.str);
    }
  }
}
