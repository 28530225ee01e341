import { type CancelTimer, type Random, randomId, type Timers } from '@statehouse/kernel';
import type { Command, CommandResult } from '../sending/command.ts';
import type { TabMessage } from './tab-message.ts';

export interface LeaderCallsOptions {
  readonly timers: Timers;
  readonly random: Random;
  readonly patienceMs: number;
  readonly post: (message: TabMessage) => void;
  /** Told that whoever leads does not answer. */
  readonly onSilence: () => void;
}

interface Call {
  readonly command: Command;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (cause: unknown) => void;
  cancel: CancelTimer;
}

/**
 * Calls to the tab that leads.
 *
 * Invariant: a call stays open until it is answered, by whichever tab leads then. It may so be done twice; commands allow for that.
 */
export class LeaderCalls {
  readonly #options: LeaderCallsOptions;
  readonly #open = new Map<string, Call>();
  #isOver = false;

  constructor(options: LeaderCallsOptions) {
    this.#options = options;
  }

  ask(command: Command): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const name = randomId(this.#options.random);
      this.#open.set(name, { command, resolve, reject, cancel: () => {} });
      this.#post(name);
    });
  }

  /** Another tab leads from now on. */
  askAgain(): void {
    for (const name of this.#open.keys()) this.#post(name);
  }

  answer(name: string, result: CommandResult): void {
    this.#close(name)?.resolve(result);
  }

  /** This tab leads now, and does itself what it has asked for. */
  takeOver(run: (command: Command) => Promise<CommandResult>): void {
    for (const name of [...this.#open.keys()]) {
      const call = this.#close(name);
      if (call !== undefined) run(call.command).then(call.resolve, call.reject);
    }
  }

  /** Nobody waits for answers any more, nor will. */
  end(): void {
    this.#isOver = true;
    for (const name of [...this.#open.keys()]) this.#close(name);
  }

  #close(name: string): Call | undefined {
    const call = this.#open.get(name);
    call?.cancel();
    this.#open.delete(name);
    return call;
  }

  #post(name: string): void {
    const call = this.#open.get(name);
    if (call === undefined || this.#isOver) return;
    call.cancel();
    const { timers, patienceMs, post, onSilence } = this.#options;
    call.cancel = timers.after(patienceMs, () => {
      onSilence();
      this.#post(name);
    });
    post({ kind: 'command', call: name, command: call.command });
  }
}
