import type { ChangeNote } from '@statehouse/hub';
import { emptyArray } from '@statehouse/kernel';

/** Gathers which named guards were asked and which named actions ran while an event was worked on. */
export class Notes {
  /** By the names of the machine's actions what is written of each. */
  readonly #actions = new Map<string, ChangeNote>();
  readonly #written: ChangeNote[] = [];
  #isOpen = false;

  /** Begins anew; outside of events (a view that asks `can`) nothing is written. */
  open(): void {
    emptyArray(this.#written);
    this.#isOpen = true;
  }

  /** Ends, and answers with what was written: a list of its own, because an action that fails is noted later. */
  close(): ChangeNote[] | undefined {
    this.#isOpen = false;
    return this.#written.length === 0 ? undefined : this.#written.slice();
  }

  /** That a machine has an action of this name. */
  expectAction(name: string): void {
    this.#actions.set(name, { kind: 'action', name });
  }

  /** Writes an action down, if its name is not only what XState calls it. */
  addAction(name: string): void {
    const note = this.#actions.get(name);
    if (note !== undefined) this.add(note);
  }

  add(note: ChangeNote): void {
    if (this.#isOpen) this.#written.push(note);
  }
}
