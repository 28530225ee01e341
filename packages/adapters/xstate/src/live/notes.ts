import type { ChangeNote } from '@statehouse/hub';

/** Gathers which named guards were asked and which named actions ran while an event was worked on. */
export class Notes {
  readonly #actions = new Set<string>();
  #notes: ChangeNote[] | undefined;
  #isOpen = false;

  /** Begins anew; outside of events (a view that asks `can`) nothing is written. */
  open(): void {
    this.#notes = undefined;
    this.#isOpen = true;
  }

  /** Ends, and answers with what was written. */
  close(): ChangeNote[] | undefined {
    this.#isOpen = false;
    return this.#notes;
  }

  /** That a machine has an action of this name. */
  expectAction(name: string): void {
    this.#actions.add(name);
  }

  /** Writes an action down, if its name is not only what XState calls it. */
  addAction(name: string): void {
    if (this.#actions.has(name)) this.add({ kind: 'action', name });
  }

  add(note: ChangeNote): void {
    if (!this.#isOpen) return;
    this.#notes ??= [];
    this.#notes.push(note);
  }
}
