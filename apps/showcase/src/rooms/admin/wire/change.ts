import { type Guard, isShape, isText } from './guard.ts';
import { isNotice, type Notice } from './notice.ts';
import { isNote, isPost, type Note, type Post } from './post.ts';
import { isUser, type User } from './user.ts';

/** What the server tells everybody who listens, when it has happened. */
export type Change =
  | { readonly kind: 'post'; readonly post: Post; readonly by: string }
  | { readonly kind: 'post-gone'; readonly id: string; readonly by: string }
  | { readonly kind: 'note'; readonly post: Post; readonly note: Note; readonly by: string }
  | { readonly kind: 'user'; readonly user: User; readonly by: string }
  | { readonly kind: 'notice'; readonly notice: Notice; readonly by: string }
  /** More has happened than the server remembers: ask for everything anew. */
  | { readonly kind: 'reset'; readonly by: string };

type Members<Kind extends Change['kind']> = Omit<Extract<Change, { readonly kind: Kind }>, 'kind'>;

const MEMBERS: { readonly [Kind in Change['kind']]: Guard<Members<Kind>> } = {
  post: isShape<Members<'post'>>({ post: isPost, by: isText }),
  'post-gone': isShape<Members<'post-gone'>>({ id: isText, by: isText }),
  note: isShape<Members<'note'>>({ post: isPost, note: isNote, by: isText }),
  user: isShape<Members<'user'>>({ user: isUser, by: isText }),
  notice: isShape<Members<'notice'>>({ notice: isNotice, by: isText }),
  reset: isShape<Members<'reset'>>({ by: isText }),
};

const isKinded = isShape<{ readonly kind: string }>({ kind: isText });

export function isChange(value: unknown): value is Change {
  if (!isKinded(value) || !isChangeKind(value.kind)) return false;
  return MEMBERS[value.kind](value);
}

function isChangeKind(kind: string): kind is Change['kind'] {
  return Object.hasOwn(MEMBERS, kind);
}
