import { isNumber, isShape, isText } from './guard.ts';

/** Who has signed in, and what lets them in for a short while. */
export interface SessionAnswer {
  readonly token: string;
  readonly expiresAt: number;
  readonly moderator: string;
}

export const isSessionAnswer = isShape<SessionAnswer>({
  token: isText,
  expiresAt: isNumber,
  moderator: isText,
});
