import type { Dispatch } from '@reduxjs/toolkit';
import { isProblem } from '../wire/problem.ts';
import { isSessionAnswer, type SessionAnswer } from '../wire/session.ts';
import { signedIn, signedOut, signingIn, wentAway } from './auth-slice.ts';
import type { OfficePorts } from './office-ports.ts';
import type { Seat } from './seat.ts';

/** What came of asking for a new token. */
export type Renewal = 'renewed' | 'refused' | 'away';

/**
 * The way in and out. The session itself is a cookie that no script sees; only its short-lived token comes into the state.
 *
 * Invariant: the state of an office never holds the token of anybody but its own moderator.
 */
export interface Session {
  signIn(dispatch: Dispatch, name: string, password: string): Promise<void>;
  /**
   * Asks for a new token; who asks meanwhile gets the same answer.
   *
   * @param problem what is said to somebody who is signed out by it
   */
  renew(dispatch: Dispatch, problem?: string): Promise<Renewal>;
  signOut(dispatch: Dispatch): Promise<void>;
  /** Ends the session of this browser, if the server can be asked. */
  end(): Promise<void>;
}

const AWAY = 'The server cannot be reached. Try again when it is back.';

export function createSession({ url, fetch, window, houseToken }: SessionPorts, seat: Seat): Session {
  const ask = async (method: 'POST' | 'PUT' | 'DELETE', init: RequestInit = {}) => {
    const headers = { ...init.headers, 'x-office-window': window };
    const response = await fetch(`${url}session`, { ...init, method, headers });
    const said: unknown = response.status === 204 ? undefined : await response.json();
    return { status: response.status, said };
  };
  /** The cookie is the browser's, so a token may be that of somebody who has signed in in another window. */
  const take = (dispatch: Dispatch, answer: SessionAnswer): Renewal => {
    if (seat.moderator === answer.moderator) {
      dispatch(signedIn(answer));
      return 'renewed';
    }
    if (seat.moderator === '') seat.admit(answer);
    else dispatch(signedOut({ problem: otherSignedIn(answer.moderator, seat.moderator) }));
    return 'refused';
  };
  const renew = async (dispatch: Dispatch, problem: string): Promise<Renewal> => {
    const { status, said } = await ask('PUT').catch(() => ({ status: 0, said: undefined }));
    if (isSessionAnswer(said)) return take(dispatch, said);
    if (status === 401) {
      dispatch(signedOut({ problem }));
      return 'refused';
    }
    // Nobody has a desk yet that could be shown without the server.
    dispatch(seat.moderator === '' ? signedOut({ problem: AWAY }) : wentAway());
    return 'away';
  };
  let renewing: Promise<Renewal> | undefined;
  let ending = Promise.resolve();
  const end = () => {
    ending = ask('DELETE').then(
      () => {},
      () => {},
    );
    return ending;
  };
  return {
    end,
    async signIn(dispatch, name, password) {
      dispatch(signingIn());
      // What ends the session before must not overtake this one, and end it too.
      await ending;
      try {
        const headers = {
          authorization: `Bearer ${await houseToken()}`,
          'content-type': 'application/json',
        };
        const { said } = await ask('POST', { headers, body: JSON.stringify({ name, password }) });
        if (isSessionAnswer(said)) take(dispatch, said);
        else dispatch(signedOut({ problem: isProblem(said) ? said.message : AWAY }));
      } catch {
        dispatch(signedOut({ problem: AWAY }));
      }
    },
    renew(dispatch, problem = '') {
      renewing ??= renew(dispatch, problem).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async signOut(dispatch) {
      // Whoever leaves a server that is away is out here all the same.
      await seat.leave().catch(() => {});
      await end();
      dispatch(signedOut({ problem: '' }));
    },
  };
}

type SessionPorts = Pick<OfficePorts, 'url' | 'fetch' | 'window' | 'houseToken'>;

function otherSignedIn(other: string, moderator: string): string {
  return `${other} has signed in in another window of this browser. What ${moderator} has left to be sent stays here until ${moderator} is back.`;
}
