import type { PresenceState } from '@statehouse/protocol';

/** What one shows of oneself: the latest wins, and between two frames there is a pause. */
export class PresenceSender {
  #state: PresenceState | null = null;
  #waiting = false;
  #pausing = false;

  set(state: PresenceState | null): void {
    this.#state = state;
    this.#waiting = true;
  }

  /** A new connection knows nothing of what was sent on the old one. */
  reconnected(): void {
    this.#waiting = this.#state !== null;
  }

  paused(): void {
    this.#pausing = false;
  }

  /** What is to be sent now, if anything; the caller then calls `paused` after the pause. */
  take(): { readonly state: PresenceState | null } | undefined {
    if (!this.#waiting || this.#pausing) return undefined;
    this.#waiting = false;
    this.#pausing = true;
    return { state: this.#state };
  }
}
