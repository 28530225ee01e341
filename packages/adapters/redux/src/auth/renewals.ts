import type { BaseQueryApi, BaseQueryFn } from '@reduxjs/toolkit/query';
import type { AuthOptions } from './auth-options.ts';
import { SharedRefresh } from './shared-refresh.ts';

/** How it went when another token was to be had in the place of one. */
export type Renewal =
  | { readonly kind: 'fresh' | 'refused' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * How the token of a state is renewed.
 *
 * Invariant: one refresh at a time, in all tabs that share the token, and none again for a state in which it was refused.
 */
export class Renewals {
  readonly #send: BaseQueryFn;
  readonly #options: AuthOptions;
  #refreshing: Promise<Renewal> | undefined;
  /** What stood in the state when a refresh was refused. */
  #refused: { readonly token: string | undefined } | undefined;
  #tabs: SharedRefresh | undefined;

  constructor(send: BaseQueryFn, options: AuthOptions) {
    this.#send = send;
    this.#options = options;
  }

  /** The token to send with, once nobody is getting another one. */
  async current(api: BaseQueryApi): Promise<string | undefined> {
    // Before the first request there is no state that another tab's token could be put into.
    this.#tabs ??= this.#share(api);
    await this.#refreshing;
    return this.tokenOf(api);
  }

  tokenOf(api: BaseQueryApi): string | undefined {
    const found: unknown = Reflect.apply(this.#options.token, undefined, [api.getState()]);
    return typeof found === 'string' ? found : undefined;
  }

  /** What has become of a token that was turned away: another one, if one is to be had. */
  async replace(used: string | undefined, api: BaseQueryApi, extraOptions: unknown): Promise<Renewal> {
    if (this.#refused !== undefined && this.#refused.token === used) return { kind: 'refused' };
    // Another request may have got a token, or signed out, since that one was sent.
    if (this.#refreshing === undefined && this.tokenOf(api) === used) {
      this.#refreshing = this.#refreshOnce(used, api, extraOptions).finally(() => {
        this.#refreshing = undefined;
      });
    }
    return (await this.#refreshing) ?? { kind: 'fresh' };
  }

  #share(api: BaseQueryApi): SharedRefresh | undefined {
    const { shared } = this.#options;
    if (shared === undefined) return undefined;
    const { take, name = 'token', ...others } = shared;
    const onReplaced = (old: string, fresh: string) => {
      if (this.tokenOf(api) === old) api.dispatch(take(fresh));
    };
    return new SharedRefresh({ ...others, name, onReplaced });
  }

  async #refreshOnce(used: string | undefined, api: BaseQueryApi, extraOptions: unknown): Promise<Renewal> {
    const tabs = this.#tabs;
    if (tabs === undefined) return this.#refresh(api, extraOptions);
    return tabs.inTurn(used, async () => {
      // Another tab has got one while this one waited.
      if (this.tokenOf(api) !== used) return { kind: 'fresh' };
      const renewal = await this.#refresh(api, extraOptions);
      const fresh = this.tokenOf(api);
      if (renewal.kind === 'fresh' && used !== undefined && fresh !== undefined) tabs.tell(used, fresh);
      return renewal;
    });
  }

  async #refresh(api: BaseQueryApi, extraOptions: unknown): Promise<Renewal> {
    const { refresh, signedOut } = this.#options;
    // It is for all who wait: whoever gives up his own request does not end it.
    const lasting = { ...api, signal: new AbortController().signal, abort: () => {} };
    try {
      const isFresh = await refresh(lasting, async (args) => this.#send(args, lasting, Object(extraOptions)));
      if (isFresh) return { kind: 'fresh' };
    } catch (thrown) {
      return { kind: 'unreachable', reason: String(thrown) };
    }
    api.dispatch(signedOut());
    this.#refused = { token: this.tokenOf(api) };
    return { kind: 'refused' };
  }
}
