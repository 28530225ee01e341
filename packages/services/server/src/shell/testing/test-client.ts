import {
  type ClientMessage,
  encodeClientMessage,
  parseServerMessage,
  type ServerMessage,
} from '@statehouse/protocol';
import { WebSocket } from 'ws';

/** A raw connection to a server, for tests: what came, and how it ended. */
export class TestClient {
  readonly socket: WebSocket;
  readonly received: ServerMessage[] = [];
  /** Code and reason, once it is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #arrived: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.received.push(parseServerMessage(String(data)));
      this.#arrived();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#arrived();
      });
    });
  }

  /** Resolves when the socket is open; rejects with the HTTP status if it was refused. */
  static async connect(url: string, headers: Readonly<Record<string, string>> = {}): Promise<TestClient> {
    const socket = new WebSocket(url, { headers: { ...headers } });
    const client = new TestClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => resolve());
      socket.on('unexpected-response', (_, response) => reject(new Error(`HTTP ${response.statusCode}`)));
      socket.on('error', reject);
    });
    return client;
  }

  /** Connects, says hello and waits for the welcome. */
  static async join(url: string, token: string, client: string): Promise<TestClient> {
    const joined = await TestClient.connect(url);
    joined.say({ kind: 'hello', protocol: 2, token, client });
    await joined.next('welcome');
    return joined;
  }

  say(message: ClientMessage): void {
    this.socket.send(encodeClientMessage(message));
  }

  raw(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** Takes the first message of this kind that has come or will come. */
  async next<Kind extends ServerMessage['kind']>(kind: Kind): Promise<ServerMessage & { kind: Kind }> {
    const isKind = (message: ServerMessage): message is ServerMessage & { kind: Kind } =>
      message.kind === kind;
    for (;;) {
      const index = this.received.findIndex(isKind);
      const [message] = index < 0 ? [] : this.received.splice(index, 1);
      if (message !== undefined && isKind(message)) return message;
      if (this.socket.readyState >= WebSocket.CLOSING && index < 0)
        throw new Error(`closed before a ${kind} came`);
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  async open(document: string, since = 0): Promise<ServerMessage & { kind: 'opened' }> {
    this.say({ kind: 'open', document, since });
    return this.next('opened');
  }

  end(): void {
    this.socket.terminate();
  }
}
