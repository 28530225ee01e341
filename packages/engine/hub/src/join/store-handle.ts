import type { JournalEntry } from '../journal/journal-entry.ts';

/** A store on the hub. */
export interface StoreHandle<State, Input> {
  readonly name: string;
  /** The present state, whatever is shown. */
  getState(): State;
  /** What views are to see: the present state, or the one of the past that is shown. */
  getShown(): State;
  /** Hears when views may have to see another state: after a change, or when another time is shown. */
  subscribeShown(listener: () => void): () => void;
  /**
   * Changes the store, if it lets itself be changed.
   *
   * @throws StatehouseError `hub/read-only-past`, `hub/not-dispatchable`, `hub/refused`, `hub/loop`
   */
  dispatch(input: Input): void;
  /** Hears of each entry that changed this store. */
  subscribe(listener: (state: State, entry: JournalEntry) => void): () => void;
  /** Takes the store off the hub; its entries stay in the journal. */
  leave(): void;
}

/** Sends steps to a batch. */
export type SendStep = <Input>(
  store: Pick<StoreHandle<never, Input>, 'name' | 'dispatch'>,
  input: Input,
) => void;
