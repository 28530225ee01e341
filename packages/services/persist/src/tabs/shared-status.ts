import type { Timers } from '@statehouse/kernel';
import { Listeners } from '../listeners.ts';
import type { PersistStatus } from '../persist-status.ts';

/** How this tab is among the others. */
export interface SharedStatus extends PersistStatus {
  /** `alone`: the browser has no locks, so nothing is shared. */
  readonly role: 'waiting' | 'leader' | 'follower' | 'alone';
  /** Versions that other tabs run, which are not listened to. */
  readonly otherVersions: readonly number[];
}

/** Shows a status, and tells of it when it is another one. */
export class StatusBoard {
  readonly #listeners: Listeners<SharedStatus>;
  #status: SharedStatus = { phase: 'reading', isSaved: false, role: 'waiting', otherVersions: [] };

  constructor(timers: Timers) {
    this.#listeners = new Listeners(timers);
  }

  get status(): SharedStatus {
    return this.#status;
  }

  subscribe(listener: (status: SharedStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  show(status: SharedStatus): void {
    if (isSame(status, this.#status)) return;
    this.#status = status;
    this.#listeners.tell(status);
  }
}

function isSame(one: SharedStatus, other: SharedStatus): boolean {
  return (
    one.phase === other.phase &&
    one.isSaved === other.isSaved &&
    one.role === other.role &&
    one.otherVersions === other.otherVersions &&
    one.problem?.code === other.problem?.code &&
    one.damage === other.damage
  );
}
