/**
 * What the tabs of one origin say to each other.
 *
 * Law: every other tab that is open when something is said hears it, what one tab says in the order in which it said it;
 * nobody hears himself. What two tabs say may come in any order.
 */
export interface TabChannel {
  /** Says a plain value, one that JSON can hold. */
  post(message: unknown): void;
  /** Hears the others, from now on: what comes from outside is to be parsed. Answers with the way to stop. */
  listen(listener: (message: unknown) => void): () => void;
  close(): void;
}

/** A tab channel over the browser's BroadcastChannel, which is opened by its name. */
export function createWebTabChannel(channel: BroadcastChannel): TabChannel {
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent<unknown>) => listener(event.data);
      // What could not be read is heard too, as something that nobody can parse.
      const hearNothing = () => listener(undefined);
      channel.addEventListener('message', hear);
      channel.addEventListener('messageerror', hearNothing);
      return () => {
        channel.removeEventListener('message', hear);
        channel.removeEventListener('messageerror', hearNothing);
      };
    },
    close: () => channel.close(),
  };
}
