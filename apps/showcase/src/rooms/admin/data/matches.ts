import type { Post, PostFilter } from '../wire/post.ts';
import type { User, UserFilter } from '../wire/user.ts';

/** Whether a list with this filter has the post in it, on whatever page: what the server says, said here. */
export function matchesPost({ state, tag, search }: PostFilter, post: Post): boolean {
  return (
    (state === 'any' || post.state === state) &&
    (tag === '' || post.tags.includes(tag)) &&
    (search === '' || has(post.title, search) || has(post.authorName, search))
  );
}

export function matchesUser({ search, isSuspendedOnly }: UserFilter, user: User): boolean {
  return (!isSuspendedOnly || user.isSuspended) && has(user.name, search);
}

function has(text: string, search: string): boolean {
  return lower(text).includes(lower(search.trim()));
}

/** The server's SQLite knows small and capital letters of ASCII only. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
