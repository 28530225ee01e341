// G1, "Build Your First Normalized Store": its names and its validation, over a document.
import {
  createDatabase,
  type Database,
  defineSchema,
  type InsertOf,
  type ModifyOf,
  type RowOf,
  ref,
  type Snapshot,
  string,
  type Transaction,
  table,
} from '@statehouse/db';
import { denormalize } from '@statehouse/db/nested';

export const blogSchema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string(), email: string() }),
    posts: table({
      title: string(),
      content: string(),
      authorId: ref('users', { onDelete: 'cascade' }),
      createdAt: string(),
      updatedAt: string(),
    }),
    comments: table({
      content: string(),
      authorId: ref('users', { onDelete: 'nullify' }),
      postId: ref('posts', { onDelete: 'cascade' }),
    }),
  },
});

type BlogSchema = typeof blogSchema;
export type BlogState = Snapshot<BlogSchema>;
export type NormalizedPost = RowOf<BlogSchema, 'posts'>;
export type NormalizedUser = RowOf<BlogSchema, 'users'>;
export type NormalizedComment = RowOf<BlogSchema, 'comments'>;

/** The brief's `BlogState`: records by id. `postComments` and `userPosts` are left out: references have reverse indexes. */
export interface BlogRecords {
  readonly posts: Readonly<Record<string, NormalizedPost>>;
  readonly users: Readonly<Record<string, NormalizedUser>>;
  readonly comments: Readonly<Record<string, NormalizedComment>>;
}

export function openBlog({ posts, users, comments }: BlogRecords): Database<BlogSchema> {
  const blog = createDatabase({ schema: blogSchema });
  blog.receiveTables({ posts, users, comments });
  return blog;
}

export const selectPost =
  (postId: string) =>
  (state: BlogState): NormalizedPost | undefined =>
    state.table('posts').get(postId);

export const selectUser =
  (userId: string) =>
  (state: BlogState): NormalizedUser | undefined =>
    state.table('users').get(userId);

/** The same list until one of the post's comments changes. */
export const selectPostComments =
  (postId: string) =>
  (state: BlogState): readonly NormalizedComment[] =>
    denormalize(state, 'posts', postId, { 'comments.postId': true })?.['comments.postId'] ?? [];

/** The post with its author in place of the reference: the same object until one of the two changes. */
export const selectPostWithAuthor = (postId: string) => (state: BlogState) =>
  denormalize(state, 'posts', postId, { authorId: true });

export const updatePost = (
  state: BlogState,
  { id, ...fields }: ModifyOf<BlogSchema, 'posts'> & { readonly id: string },
): BlogState => after(state, (tx) => tx.posts.modify(id, fields));

export const addComment = (
  state: BlogState,
  comment: InsertOf<BlogSchema, 'comments'> & { readonly id: string },
): BlogState => after(state, (tx) => tx.comments.insert(comment));

export const renameUser = (state: BlogState, id: string, name: string): BlogState =>
  after(state, (tx) => tx.users.modify(id, { name }));

/** The state as a function of states; an application keeps the database, and transacts on that. */
function after(state: BlogState, edit: (tx: Transaction<BlogSchema>) => unknown): BlogState {
  const blog = createDatabase({ schema: blogSchema, snapshot: state });
  blog.transact(edit);
  return blog.snapshot;
}
