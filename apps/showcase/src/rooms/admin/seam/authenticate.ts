import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryApi, BaseQueryFn, FetchArgs, FetchBaseQueryError } from '@reduxjs/toolkit/query';

type Send = BaseQueryFn<FetchArgs, unknown, FetchBaseQueryError>;

export interface AuthenticateOptions {
  readonly token: (state: unknown) => string | undefined;
  readonly refresh: (api: BaseQueryApi) => Promise<boolean>;
  readonly signedOut: () => UnknownAction;
}

/** Sends with the token of the state; with one that has run out, asks for a new one and sends once more. */
export function authenticate(base: Send, { token, refresh, signedOut }: AuthenticateOptions): Send {
  return async (args, api, extra) => {
    const send = () => {
      const known = token(api.getState());
      const headers = {
        ...args.headers,
        ...(known === undefined ? {} : { authorization: `Bearer ${known}` }),
      };
      return base({ ...args, headers }, api, extra);
    };
    const first = await send();
    if (first.error?.status !== 401) return first;
    try {
      if (await refresh(api)) return send();
    } catch {
      return { error: { status: 'FETCH_ERROR', error: 'No token could be had.' } };
    }
    api.dispatch(signedOut());
    return first;
  };
}
