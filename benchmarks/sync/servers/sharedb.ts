import { createServer } from 'node:http';
import WebSocketStream from '@teamwork/websocket-json-stream';
import { type as otText } from 'ot-text-unicode';
import ShareDB from 'sharedb';
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';

ShareDB.types.register(otText);
const backend = new ShareDB();
const connection = backend.connect();
for (const name of process.argv.slice(2)) {
  await new Promise<void>((resolve, reject) => {
    connection.get('texts', name).create('', otText.uri, (error) => (error ? reject(error) : resolve()));
  });
}

const http = createServer();
new WebSocketServer({ server: http }).on('connection', (socket) =>
  backend.listen(new WebSocketStream(socket)),
);
http.listen(0, '127.0.0.1', () => announce(http.address()));
