/**
 * Locks among the tabs of an origin: `navigator.locks` is one.
 *
 * Law: of all callbacks for one name one at most is running, except after `steal`, which takes the lock at once from whoever holds it;
 * the promise of that request is then rejected. A tab that dies gives its lock back.
 */
export interface TabLocks {
  request(
    name: string,
    options: { readonly steal?: boolean; readonly signal?: AbortSignal },
    held: () => Promise<void>,
  ): Promise<unknown>;
}

/** What one tab says to all others of its origin: a `BroadcastChannel` is one. Messages of one tab come in their order, or not at all. */
export interface TabChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Whether there is a network at all. `true` promises nothing. */
export interface Connectivity {
  isOnline(): boolean;
  /** Tells when it may have changed. The function that comes back ends that. */
  subscribe(listener: () => void): () => void;
}

/** What is used of a window, or of the scope of a worker. */
export interface OnlineScope {
  readonly navigator: { readonly onLine: boolean };
  addEventListener(type: 'online' | 'offline', listener: () => void): void;
  removeEventListener(type: 'online' | 'offline', listener: () => void): void;
}

/** What a browser knows of its network. */
export function browserConnectivity(scope: OnlineScope): Connectivity {
  return {
    isOnline: () => scope.navigator.onLine,
    subscribe(listener) {
      scope.addEventListener('online', listener);
      scope.addEventListener('offline', listener);
      return () => {
        scope.removeEventListener('online', listener);
        scope.removeEventListener('offline', listener);
      };
    },
  };
}

export const alwaysOnline: Connectivity = { isOnline: () => true, subscribe: () => () => {} };
