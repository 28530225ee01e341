import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryApi, BaseQueryFn } from '@reduxjs/toolkit/query';
import type { Timers } from '@statehouse/kernel';
import type { Tabs } from '@statehouse/storage/tabs';

/** Asks the server without a token. */
export type RefreshSend = (args: unknown) => ReturnType<BaseQueryFn>;

/** Other tabs that hold the same token. */
export interface SharedAuth {
  /** `createWebTabs()` of `@statehouse/storage/tabs`. */
  readonly tabs: Tabs;
  /** Puts a token into the state that another tab has got in the place of the one that stands there. */
  readonly take: (token: string) => UnknownAction;
  /** Tells tokens of one origin apart; `token` unless told. */
  readonly name?: string;
  readonly timers?: Timers;
}

export interface AuthOptions {
  /** The token in the state; undefined if nobody is signed in. Write the state's type: `(state: RootState) => state.auth.token`. */
  readonly token: (state: never) => string | undefined;
  /**
   * Gets another token and puts it into the state, by dispatching. `false` says that the server will not give one; throw if it could not
   * be asked, and nobody is signed out for that.
   */
  readonly refresh: (api: BaseQueryApi, send: RefreshSend) => Promise<boolean>;
  /** What is dispatched, once, when no other token is to be had. It should take the token out of the state. */
  readonly signedOut: () => UnknownAction;
  /** Has one tab refresh for all that hold the same token. Left out: each does it for itself. */
  readonly shared?: SharedAuth;
  /** Whether an error says that the token is not good (any more); status 401 unless told. */
  readonly isUnauthorized?: (error: unknown) => boolean;
}
