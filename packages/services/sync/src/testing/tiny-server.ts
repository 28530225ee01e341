import type { Timers } from '@statehouse/kernel';
import {
  type ClientMessage,
  CloseCode,
  DEFAULT_LIMITS,
  encodeServerMessage,
  type Peer,
  parseClientMessage,
  type ServerMessage,
} from '@statehouse/protocol';
import type { Connect, SocketHandlers } from '../connection/socket.ts';
import { TinyLog } from './tiny-log.ts';

interface Line {
  readonly name: string;
  readonly handlers: SocketHandlers;
  readonly opened: Set<string>;
  client: string;
  over: boolean;
}

/** How long a frame takes, either way. */
const LATENCY_MS = 1;

/** A server on a virtual network: it orders, refuses and tells everybody, and fails when told to. */
export class TinyServer {
  /** False: nobody answers who dials. */
  up = true;
  /** True: the line takes frames and gives none. */
  mute = false;
  /** A code: the document may not be opened. */
  forbids: (document: string) => string | undefined = () => undefined;
  /** Whether who comes with nothing gets a snapshot. */
  snapshots = false;
  dials = 0;
  readonly received: ClientMessage[] = [];
  readonly #timers: Timers;
  readonly #logs = new Map<string, TinyLog>();
  readonly #peers = new Map<string, Map<string, Peer>>();
  #lines: Line[] = [];

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  log(document: string): TinyLog {
    const log = this.#logs.get(document) ?? new TinyLog(document);
    this.#logs.set(document, log);
    return log;
  }

  /** The port that clients dial through. */
  readonly connect: Connect = (_url, handlers) => {
    this.dials += 1;
    const line: Line = { name: `k${this.dials}`, handlers, opened: new Set(), client: '', over: false };
    if (this.up) {
      this.#lines.push(line);
      this.#later(line, () => handlers.opened());
    } else {
      this.#later(line, () => this.#end(line, 1006));
    }
    return {
      send: (text) => {
        this.#later(line, () => this.#receive(line, parseClientMessage(text, DEFAULT_LIMITS)));
      },
      close: (code) => this.#later(line, () => this.#end(line, code)),
    };
  };

  get connections(): number {
    return this.#lines.length;
  }

  /** Breaks every line, as a cut cable does. */
  cut(code = 1006): void {
    for (const line of [...this.#lines]) this.#end(line, code);
  }

  /** Tells everybody in a document what its log has taken since `from`. */
  tell(document: string, from: number): void {
    const log = this.log(document);
    if (log.head > from) this.say(document, log.deliver(from));
  }

  /** Says something to everybody in a document. */
  say(document: string, message: ServerMessage): void {
    for (const line of this.#lines) if (line.opened.has(document)) this.#send(line, message);
  }

  #receive(line: Line, message: ClientMessage): void {
    this.received.push(message);
    switch (message.kind) {
      case 'hello':
        this.#hello(line, message.client, message.token);
        return;
      case 'ping':
        this.#send(line, { kind: 'pong', nonce: message.nonce });
        return;
      case 'open':
        this.#open(line, message.document, message.since);
        return;
      case 'leave':
        line.opened.delete(message.document);
        return;
      case 'submit': {
        const { head } = this.log(message.document);
        const { held } = this.log(message.document).submit(line.client, message);
        this.tell(message.document, head);
        const { document } = message;
        if (held !== undefined) this.#send(line, { kind: 'held', document, first: held });
        return;
      }
      case 'presence':
        this.#show(line, message);
    }
  }

  #hello(line: Line, client: string, token: string): void {
    if (token === 'forged') {
      this.#send(line, { kind: 'error', code: 'server/unauthenticated', message: 'The token is forged.' });
      this.#later(line, () => this.#end(line, CloseCode.Unauthenticated));
      return;
    }
    line.client = client;
    const { name: connection } = line;
    this.#send(line, { kind: 'welcome', protocol: 2, user: token, connection, limits: DEFAULT_LIMITS });
  }

  #open(line: Line, document: string, since: number): void {
    const code = this.forbids(document);
    if (code !== undefined) {
      this.#send(line, { kind: 'error', document, code, message: `${document} is not yours.` });
      return;
    }
    const log = this.log(document);
    line.opened.add(document);
    const peers = [...(this.#peers.get(document)?.values() ?? [])];
    const bySnapshot = this.snapshots && since === 0 && log.head > 0;
    const answers = bySnapshot ? log.openedBySnapshot(line.client) : [log.opened(line.client, since, peers)];
    for (const answer of answers) this.#send(line, answer);
  }

  #show(line: Line, { document, version, sequence, state }: ClientMessage & { kind: 'presence' }): void {
    const { name: connection, client } = line;
    const peers = this.#peers.get(document) ?? new Map<string, Peer>();
    this.#peers.set(document, peers);
    const peer = state === null ? undefined : { connection, client, user: client, version, sequence, state };
    if (peer === undefined) peers.delete(connection);
    else peers.set(connection, peer);
    const changed = peer === undefined ? [] : [peer];
    const gone = peer === undefined ? [connection] : [];
    this.say(document, { kind: 'peers', document, changed, gone });
  }

  #send(line: Line, message: ServerMessage): void {
    if (!this.mute) this.#later(line, () => line.handlers.received(encodeServerMessage(message)));
  }

  #later(line: Line, call: () => void): void {
    this.#timers.after(LATENCY_MS, () => {
      if (!line.over) call();
    });
  }

  #end(line: Line, code: number): void {
    if (line.over) return;
    line.over = true;
    this.#lines = this.#lines.filter((other) => other !== line);
    line.handlers.closed(code);
  }
}
