import { isShape, isText } from './guard.ts';

/** A refusal in words, with a code that stays. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

export const isProblem = isShape<Problem>({ code: isText, message: isText });
