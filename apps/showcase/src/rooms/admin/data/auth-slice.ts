import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { SessionAnswer } from '../wire/session.ts';

export type AuthState =
  /** The browser may have a session: the server has not been asked yet. */
  | { readonly phase: 'unknown' }
  /** The server cannot be asked; what the session is worth shows when it can. */
  | { readonly phase: 'away' }
  | { readonly phase: 'signed-out'; readonly problem: string }
  | { readonly phase: 'signing-in' }
  | {
      readonly phase: 'signed-in';
      readonly moderator: string;
      readonly token: string;
      readonly expiresAt: number;
    };

const initialState = (): AuthState => ({ phase: 'unknown' });

const slice = createSlice({
  name: 'auth',
  initialState,
  reducers: {
    signingIn: (): AuthState => ({ phase: 'signing-in' }),
    signedIn: (_, { payload }: PayloadAction<SessionAnswer>): AuthState => ({
      phase: 'signed-in',
      ...payload,
    }),
    signedOut: (_, { payload }: PayloadAction<{ readonly problem: string }>): AuthState => ({
      phase: 'signed-out',
      ...payload,
    }),
    /** A token that is there may still be good. */
    wentAway: (state): AuthState => (state.phase === 'signed-in' ? state : { phase: 'away' }),
  },
});

export const { signingIn, signedIn, signedOut, wentAway } = slice.actions;
export const authReducer = slice.reducer;

interface WithAuth {
  readonly auth: AuthState;
}

export function selectToken({ auth }: WithAuth): string | undefined {
  return auth.phase === 'signed-in' ? auth.token : undefined;
}

/** Whose desk this is; empty while nobody is signed in. */
export function selectModerator({ auth }: WithAuth): string {
  return auth.phase === 'signed-in' ? auth.moderator : '';
}
