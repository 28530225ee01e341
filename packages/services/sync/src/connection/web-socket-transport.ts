import type { Connect } from './socket.ts';

const NO_STATUS = 1005;
const ABNORMAL = 1006;

/** Dials with the platform's WebSocket (browsers, Node 22 and newer). */
export const webSocketConnect: Connect = (url, handlers) => {
  const socket = new WebSocket(url);
  let over = false;
  const finish = (code: number): void => {
    if (over) return;
    over = true;
    handlers.closed(code);
  };
  socket.addEventListener('open', () => {
    if (!over) handlers.opened();
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!over && typeof data === 'string') handlers.received(data);
  });
  socket.addEventListener('close', ({ code }) => finish(code === NO_STATUS ? ABNORMAL : code));
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close(code) {
      // A half-open line would keep the close event for a minute: who hangs up is not told more.
      socket.close(code);
      queueMicrotask(() => finish(code));
    },
  };
};
