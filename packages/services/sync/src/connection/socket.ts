/** What a connection tells its owner. Nothing is told after `closed`. */
export interface SocketHandlers {
  opened(): void;
  /** One text frame. */
  received(text: string): void;
  /** A WebSocket close code; 1006 if the line was cut. */
  closed(code: number): void;
}

/** A line to the server. Frames arrive whole and in order, or not at all. */
export interface Socket {
  send(text: string): void;
  /** `closed` follows, at once or later. */
  close(code: number): void;
}

/** Dials. The handlers are called in later turns, never inside this call. */
export type Connect = (url: string, handlers: SocketHandlers) => Socket;
