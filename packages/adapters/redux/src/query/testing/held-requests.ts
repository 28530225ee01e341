import type { Ask, AskServer } from './posts-api.ts';

/** A request that waits for the test. Answering takes effect some promises later: await what dispatched it. */
export interface HeldRequest {
  readonly ask: Ask;
  answer(data: unknown): void;
  refuse(reason: string): void;
}

/** The server as a test plays it: every request waits until it is answered by hand, in whatever order. */
export class HeldRequests {
  readonly waiting: HeldRequest[] = [];

  readonly baseQuery: AskServer = (ask) =>
    new Promise((resolve) => {
      const request: HeldRequest = {
        ask,
        answer: (data) => this.#end(request, () => resolve({ data })),
        refuse: (error) => this.#end(request, () => resolve({ error })),
      };
      this.waiting.push(request);
    });

  /** The oldest request of a kind that is still waiting. */
  next(kind: Ask['kind']): HeldRequest {
    const found = this.waiting.find(({ ask }) => ask.kind === kind);
    if (found === undefined) throw new Error(`No ${kind} is waiting`);
    return found;
  }

  #end(request: HeldRequest, resolve: () => void): void {
    this.waiting.splice(this.waiting.indexOf(request), 1);
    resolve();
  }
}
