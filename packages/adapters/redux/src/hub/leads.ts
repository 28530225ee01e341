/** A dispatch from its beginning, middleware included. */
interface Lead {
  readonly action: unknown;
  /** How many actions were with the reducer and its subscribers when it began. */
  readonly depth: number;
  /** What leads to what is dispatched within: its own action's entry, before that the one it came of; 0 if unknown. */
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

  /** Passes an action on, to middleware and what is below it, and remembers it until that has returned. */
  follow<Action, Result>(action: Action, pass: (action: Action) => Result): Result {
    const outer = this.#lead;
    const depth = this.#depth;
    this.#lead = { action, depth, entryId: outer?.depth === depth ? outer.entryId : 0 };
    try {
      return pass(action);
    } finally {
      this.#lead = outer;
    }
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
    if (lead !== undefined && lead.action === action && lead.depth === this.#depth - 1)
      lead.entryId = entryId;
  }
}
