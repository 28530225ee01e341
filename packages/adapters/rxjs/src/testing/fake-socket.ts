import type { SocketLike } from '@statehouse/kernel/live';

/** A socket without a network: the test plays the server. */
export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readonly sent: string[] = [];
  isClosed = false;

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server accepts. */
  accept(): void {
    this.onopen?.();
  }

  /** The server sends. */
  say(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** The line breaks, or the server ends it. */
  cut(code = 1006, reason = ''): void {
    this.onerror?.();
    this.onclose?.({ code, reason });
  }
}
