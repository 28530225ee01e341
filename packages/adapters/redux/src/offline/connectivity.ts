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
