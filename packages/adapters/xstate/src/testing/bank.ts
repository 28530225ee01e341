interface Request {
  readonly key: string;
  readonly amount: number;
  readonly settle: (outcome: Outcome) => void;
}

type Outcome = { readonly kind: 'paid'; readonly receipt: string } | { readonly kind: 'declined' };

/** A bank that takes its time: it answers when it is told to, and charges once for each key. */
export class Bank {
  readonly #outcomes = new Map<string, Outcome>();
  #waiting: Request[] = [];

  /** What was charged, by key. */
  get charged(): ReadonlyMap<string, string> {
    const paid = [...this.#outcomes].flatMap(([key, outcome]) =>
      outcome.kind === 'paid' ? [[key, outcome.receipt] as const] : [],
    );
    return new Map(paid);
  }

  /** How many requests wait for an answer, however often they were made. */
  get waiting(): number {
    return new Set(this.#waiting.map(({ key }) => key)).size;
  }

  /** Whether it has heard of a key more than once. */
  get keys(): readonly string[] {
    return this.#waiting.map(({ key }) => key);
  }

  charge(amount: number, key: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        if (outcome.kind === 'paid') resolve(outcome.receipt);
        else reject(new Error('declined'));
      };
      const known = this.#outcomes.get(key);
      if (known === undefined) this.#waiting.push({ key, amount, settle });
      else settle(known);
    });
  }

  /** Answers the oldest request, and all that have its key. */
  answer(isPaid: boolean): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const { key, amount } = oldest;
    const outcome: Outcome = isPaid ? { kind: 'paid', receipt: `${amount} by ${key}` } : { kind: 'declined' };
    this.#outcomes.set(key, outcome);
    const all = this.#waiting.filter((request) => request.key === key);
    this.#waiting = this.#waiting.filter((request) => request.key !== key);
    for (const { settle } of all) settle(outcome);
  }
}
