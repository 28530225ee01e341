import type { KeyValueStore } from '@statehouse/storage';
import type { VirtualTab } from '@statehouse/storage/testing';
import { expect } from 'vitest';
import type { MutationQueue } from '../mutation-queue.ts';
import type { Command, CommandResult } from '../sending/command.ts';

/** A tab with its queue, as the simulation sees it. */
export class OpenTab {
  readonly tab: VirtualTab;
  readonly queue: MutationQueue;
  /** Its end of the device. */
  readonly device: KeyValueStore;
  /** What it has asked for, and not heard of. */
  readonly asked = new Set<Command>();
  readonly #connectivity: ReadonlySet<() => void>;
  readonly #shown = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(
    tab: VirtualTab,
    queue: MutationQueue,
    device: KeyValueStore,
    connectivity: ReadonlySet<() => void>,
  ) {
    this.tab = tab;
    this.queue = queue;
    this.device = device;
    this.#connectivity = connectivity;
  }

  async ask(command: Command): Promise<CommandResult> {
    this.asked.add(command);
    const result = await this.queue.ask(command);
    this.asked.delete(command);
    return result;
  }

  /** There may be a network, or none any more. */
  async tellConnectivity(): Promise<void> {
    await this.tab.hear(Promise.resolve());
    for (const listener of [...this.#connectivity]) listener();
  }

  /** What a tab shows and then does not is over. */
  checkShown(): void {
    const now = new Set(this.queue.kept?.map(({ entry }) => entry.id));
    for (const id of this.#shown) if (!now.has(id)) this.#gone.add(id);
    for (const id of now) {
      expect(this.#gone.has(id), `whether ${id} comes back`).toBe(false);
      this.#shown.add(id);
    }
  }
}
