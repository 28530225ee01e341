/** Gives a held name back; a second call does nothing. */
export type Release = () => void;

/**
 * Names held by one tab at a time: the client ids of a device. A tab takes the id of its session, or, when another
 * tab holds it (a duplicated tab copies its session storage), a new one; whoever acquires the id of a closed tab may
 * adopt what that tab left behind.
 *
 * Law: at any instant a name is held at most once among all tabs of the origin; a tab that dies gives back its names.
 */
export interface IdentityLocks {
  /** Takes a name if nobody holds it, without waiting. */
  tryAcquire(name: string): Promise<Release | undefined>;
}

/** Names held within this process; all tabs of one simulated device share one. */
export function createMemoryIdentityLocks(): IdentityLocks {
  const held = new Set<string>();
  return {
    async tryAcquire(name) {
      if (held.has(name)) return undefined;
      held.add(name);
      let mine = true;
      return () => {
        if (mine) held.delete(name);
        mine = false;
      };
    },
  };
}

/**
 * Names held as exclusive Web Locks, which the browser gives back when the tab dies.
 * @param locks `navigator.locks`; absent outside secure contexts
 */
export function createWebIdentityLocks(locks: Pick<LockManager, 'request'>): IdentityLocks {
  return {
    tryAcquire: (name) =>
      new Promise((resolve, reject) => {
        const holding = locks.request(name, { ifAvailable: true }, (lock) => {
          if (lock === null) {
            resolve(undefined);
            return undefined;
          }
          return new Promise<void>((release) => resolve(release));
        });
        holding.catch(reject);
      }),
  };
}
