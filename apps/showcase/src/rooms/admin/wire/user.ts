import { isFlag, isNumber, isShape, isText } from './guard.ts';

export const USER_SORTS = ['posts', 'reputation', 'name'] as const;
export type UserSort = (typeof USER_SORTS)[number];

/** Somebody who writes posts. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly reputation: number;
  readonly postCount: number;
  readonly isSuspended: boolean;
  /** Where the person's own page is; empty for made-up people. */
  readonly address: string;
}

/** Which users a list shows. */
export interface UserFilter {
  readonly search: string;
  readonly isSuspendedOnly: boolean;
  readonly sort: UserSort;
  /** From 0. */
  readonly page: number;
}

export const isUser = isShape<User>({
  id: isText,
  name: isText,
  reputation: isNumber,
  postCount: isNumber,
  isSuspended: isFlag,
  address: isText,
});
