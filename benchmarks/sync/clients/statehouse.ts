import type { DocumentEvent } from '@statehouse/db';
import { type Connect, createSyncClient } from '@statehouse/sync';
import { WebSocket } from 'ws';
import { eachWord, type SyncContender } from '../bench-client.ts';
import { TEXT_ID, textSchema } from '../text-schema.ts';

/** Dials with the same WebSocket library that the other clients use here. */
const connect: Connect = (url, handlers) => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('open', () => handlers.opened());
  socket.on('message', (data) => handlers.received(data.toString()));
  socket.on('close', (code) => handlers.closed(code));
  return { send: (text) => socket.send(text), close: (code) => socket.close(code) };
};

/** Statehouse's own client. Every word is an operation and an entry; a submission may carry many. */
export const statehouse: SyncContender = {
  impl: 'statehouse',
  async connect(address, document, { acked, seen }) {
    const [url = '', token = ''] = address.split('#');
    const client = createSyncClient({
      url,
      token,
      schema: textSchema,
      composeUnsent: false,
      environment: { connect },
    });
    const synced = await client.open(document);
    const unacknowledged: string[] = [];
    synced.subscribeStatus(() => {
      const { pending } = synced.status;
      while (unacknowledged.length > pending) acked(unacknowledged.shift() ?? '');
    });
    synced.subscribe((event) => {
      if (event.cause === 'remote') eachInsertion(event, (text) => eachWord(text, seen));
    });
    return {
      length: () => synced.snapshot.table('texts').get(TEXT_ID)?.content.length ?? 0,
      insert(position, word) {
        unacknowledged.push(word);
        synced.transact((tx) => tx.texts.text(TEXT_ID, 'content').insert(position, word));
      },
      close: () => void client.close(),
    };
  },
};

function eachInsertion(event: DocumentEvent<typeof textSchema>, visit: (text: string) => void): void {
  for (const entity of event.effect) {
    const change = entity.kind === 'modify' ? entity.fields.content : undefined;
    if (change?.kind !== 'text') continue;
    for (const part of change.delta) if (typeof part === 'string') visit(part);
  }
}
