import { createTableAdapter } from '@statehouse/redux';
import type { Page } from '../wire/page.ts';
import type { Post } from '../wire/post.ts';
import type { User } from '../wire/user.ts';

export const postTable = createTableAdapter<Post>();
export const userTable = createTableAdapter<User>();

/** A page of posts as the cache keeps it: each post once, by its id, in the order of the server. */
export function postPageFrom({ rows, total }: Page<Post>) {
  return postTable.setAll(postTable.getInitialState({ total }), rows);
}

export function userPageFrom({ rows, total }: Page<User>) {
  return userTable.setAll(userTable.getInitialState({ total }), rows);
}

export type PostPage = ReturnType<typeof postPageFrom>;
export type UserPage = ReturnType<typeof userPageFrom>;
