declare module '@teamwork/websocket-json-stream' {
  import type { Duplex } from 'node:stream';
  import type { WebSocket } from 'ws';

  /** The stream of JSON objects that ShareDB listens to, over a WebSocket. */
  export default class WebSocketJSONStream extends Duplex {
    constructor(socket: WebSocket);
  }
}
