import { type CancelTimer, isJsonObject, systemTimers, type Timers } from '@statehouse/kernel';
import { Candidacy, type TabChannel, type Tabs } from '@statehouse/storage/tabs';

/** What tabs say of their tokens: what came in the place of which. Who does not hold the old one has no use for the new one. */
type AuthMessage =
  /** What has become of a token? */
  | { readonly kind: 'ask'; readonly old: string }
  | { readonly kind: 'replaced'; readonly old: string; readonly token: string };

export interface SharedRefreshOptions {
  readonly tabs: Tabs;
  /** Tells tokens of one origin apart. */
  readonly name: string;
  /** Told that another tab has got a token in the place of one. */
  readonly onReplaced: (old: string, token: string) => void;
  readonly timers?: Timers;
}

/** How long other tabs have to say that they know better. */
const ANSWER_MS = 100;
/** A tab that refreshes for longer than this is frozen. */
const PATIENCE_MS = 10_000;

/**
 * One refresh for all tabs that hold the same token.
 *
 * Invariant: of the tabs that can be reached one refreshes at a time, and whoever comes after it hears of its token before it asks for
 * another one. A tab that is frozen in the middle is not waited for; nor is one that does not answer.
 */
export class SharedRefresh {
  readonly #options: SharedRefreshOptions;
  readonly #timers: Timers;
  readonly #channel: TabChannel | undefined;
  /** What came last in the place of what. */
  #last: { readonly old: string; readonly token: string } | undefined;
  #asked: { readonly old: string; readonly end: () => void } | undefined;

  constructor(options: SharedRefreshOptions) {
    const { tabs, name, timers = systemTimers } = options;
    this.#options = options;
    this.#timers = timers;
    this.#channel = tabs.openChannel?.(`statehouse-auth:${name}`);
    this.#channel?.listen((message) => this.#hear(message));
  }

  /** Runs when it is this tab's turn, and others have said what has become of the token. */
  async inTurn<Result>(token: string | undefined, run: () => Promise<Result>): Promise<Result> {
    const release = await this.#takeTurn();
    try {
      if (token !== undefined) await this.#ask(token);
      return await run();
    } finally {
      release();
    }
  }

  /** This tab has got a token in the place of another one. */
  tell(old: string, token: string): void {
    const last = { old, token };
    this.#last = last;
    this.#channel?.post({ kind: 'replaced', ...last } satisfies AuthMessage);
  }

  #takeTurn(): Promise<() => void> {
    const { locks } = this.#options.tabs;
    if (locks === undefined) return Promise.resolve(() => {});
    return new Promise((resolve) => {
      let cancelPatience: CancelTimer = () => {};
      const go = () => {
        cancelPatience();
        resolve(() => candidacy.withdraw());
      };
      const candidacy = new Candidacy(locks, `statehouse-auth:${this.#options.name}`, {
        onHeld: go,
        // Whoever took it has waited long enough; what is under way here goes on.
        onLost: () => {},
        onFailed: go,
      });
      cancelPatience = this.#timers.after(PATIENCE_MS, () => candidacy.steal());
      candidacy.stand();
    });
  }

  #ask(old: string): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#timers.after(ANSWER_MS, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      this.#asked = { old, end };
      channel.post({ kind: 'ask', old } satisfies AuthMessage);
    });
  }

  #hear(heard: unknown): void {
    const message = parseAuthMessage(heard);
    if (message === undefined) return;
    const { old } = message;
    if (message.kind === 'ask') {
      if (old === this.#last?.old) this.tell(old, this.#last.token);
      return;
    }
    this.#options.onReplaced(old, message.token);
    if (old === this.#asked?.old) this.#asked.end();
  }
}

function parseAuthMessage(value: unknown): AuthMessage | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, old, token } = value;
  if (typeof old !== 'string') return undefined;
  if (kind === 'ask') return { kind, old };
  return kind === 'replaced' && typeof token === 'string' ? { kind, old, token } : undefined;
}
