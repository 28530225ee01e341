import type { Dispatch } from '@reduxjs/toolkit';
import { isProblem } from '../wire/problem.ts';
import { isSessionAnswer } from '../wire/session.ts';
import { signedIn, signedOut, signingIn, wentAway } from './auth-slice.ts';
import type { OfficePorts } from './office-ports.ts';
import { named } from './ui-slice.ts';

/** What came of asking for a new token. */
export type Renewal = 'renewed' | 'refused' | 'away';

/** The way in and out. The session itself is a cookie that no script sees; only its short-lived token comes into the state. */
export interface Session {
  signIn(dispatch: Dispatch, name: string, password: string): Promise<void>;
  /** Asks for a new token; who asks meanwhile gets the same answer. */
  renew(dispatch: Dispatch): Promise<Renewal>;
  signOut(dispatch: Dispatch): Promise<void>;
}

const AWAY = 'The server cannot be reached. Try again when it is back.';

export function createSession({ url, fetch, window, houseToken }: SessionPorts): Session {
  const ask = async (method: 'POST' | 'PUT' | 'DELETE', init: RequestInit = {}) => {
    const headers = { ...init.headers, 'x-office-window': window };
    const response = await fetch(`${url}session`, { ...init, method, headers });
    const said: unknown = response.status === 204 ? undefined : await response.json();
    return { status: response.status, said };
  };
  const renew = async (dispatch: Dispatch): Promise<Renewal> => {
    const { status, said } = await ask('PUT').catch(() => ({ status: 0, said: undefined }));
    if (isSessionAnswer(said)) {
      dispatch(signedIn(said));
      return 'renewed';
    }
    if (status === 401) {
      dispatch(signedOut({ problem: '' }));
      return 'refused';
    }
    dispatch(wentAway());
    return 'away';
  };
  let renewing: Promise<Renewal> | undefined;
  return {
    async signIn(dispatch, name, password) {
      dispatch(signingIn());
      try {
        const headers = {
          authorization: `Bearer ${await houseToken()}`,
          'content-type': 'application/json',
        };
        const { said } = await ask('POST', { headers, body: JSON.stringify({ name, password }) });
        if (isSessionAnswer(said)) {
          dispatch(signedIn(said));
          dispatch(named(name));
        } else dispatch(signedOut({ problem: isProblem(said) ? said.message : AWAY }));
      } catch {
        dispatch(signedOut({ problem: AWAY }));
      }
    },
    renew(dispatch) {
      renewing ??= renew(dispatch).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async signOut(dispatch) {
      // Whoever leaves a server that is away is out here all the same; the session ends with its cookie's day.
      await ask('DELETE').catch(() => undefined);
      dispatch(signedOut({ problem: '' }));
    },
  };
}

type SessionPorts = Pick<OfficePorts, 'url' | 'fetch' | 'window' | 'houseToken'>;
