/** A dispatch from its beginning, middleware included. */
export interface Lead {
  readonly action: unknown;
  /** How many actions were with the reducer and its subscribers when it began. */
  readonly depth: number;
  /** The entry of its own action; 0 before there is one. */
  entryId: number;
}

/**
 * What middleware dispatches after its `next` comes of the action that it passed on, although the gate has been closed behind
 * that. This knows which dispatches have not returned yet.
 *
 * Invariant: `#lead` is the innermost of them.
 */
export class Leads {
  #lead: Lead | undefined;
  #depth = 0;

  /** A dispatch begins; answers with what to give back at its end. */
  begin(action: unknown): Lead | undefined {
    const outer = this.#lead;
    this.#lead = { action, depth: this.#depth, entryId: 0 };
    return outer;
  }

  end(outer: Lead | undefined): void {
    this.#lead = outer;
  }

  /** An action comes to the reducer. */
  enter(): void {
    this.#depth += 1;
  }

  /** Subscribers have been told of it. */
  leave(): void {
    this.#depth -= 1;
  }

  /** The entry that led to what is dispatched now, where only middleware stands between; else undefined. */
  get entryId(): number | undefined {
    const lead = this.#lead;
    return lead !== undefined && lead.entryId > 0 && lead.depth === this.#depth ? lead.entryId : undefined;
  }

  /** The action that is with the reducer has an entry in the journal. */
  written(action: unknown, entryId: number): void {
    const lead = this.#lead;
    if (lead !== undefined && lead.action === action && lead.depth === this.#depth - 1) lead.entryId = entryId;
  }
}

