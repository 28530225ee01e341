import { type as otText } from 'ot-text-unicode';
import Connection from 'sharedb/lib/client/index.js';
import type { Socket } from 'sharedb/lib/sharedb.js';
import { WebSocket } from 'ws';
import { eachWord, type SyncContender } from '../bench-client.ts';

/** ShareDB's own client with the text type of its authors. */
export const sharedb: SyncContender = {
  impl: 'sharedb',
  async connect(url, document, { acked, seen }) {
    Connection.types.register(otText);
    const socket = lineTo(url);
    const connection = new Connection.Connection(socket);
    const doc = connection.get('texts', document);
    await new Promise<void>((resolve, reject) => {
      doc.subscribe((error) => (error ? reject(error) : resolve()));
    });
    doc.on('op', (operation, source) => {
      if (source) return;
      for (const part of operation) if (typeof part === 'string') eachWord(part, seen);
    });
    return {
      length: () => doc.data.length,
      insert(position, word) {
        doc.submitOp(position > 0 ? [position, word] : [word], {}, (error) => {
          if (error) throw error;
          acked(word);
        });
      },
      close: () => socket.close(),
    };
  },
};

/** A WebSocket in the shape that ShareDB's client declares. */
function lineTo(url: string): Socket {
  const socket = new WebSocket(url);
  const line: Socket = {
    get readyState() {
      return socket.readyState;
    },
    close: (code) => socket.close(code),
    send: (text: string) => socket.send(text),
    onmessage: () => {},
    onclose: () => {},
    onerror: () => {},
    onopen: () => {},
  };
  socket.on('message', (data) => line.onmessage({ data: data.toString() }));
  socket.on('close', (code) => line.onclose({ code }));
  socket.on('error', (error) => line.onerror(error));
  socket.on('open', () => line.onopen({}));
  return line;
}
