import { Heading, Text } from '@radix-ui/themes';
import type { RowOf } from '@statehouse/db';
import type { BlogSchema } from './data/blog-schema.ts';
import { PostTime } from './post-time.tsx';

type Comment = RowOf<BlogSchema, 'comments'> & { readonly writer: RowOf<BlogSchema, 'users'> | null };

/** What others said to a post; what the server does not have yet has an amber edge. */
export function CommentList(props: {
  readonly comments: readonly Comment[];
  readonly pending: ReadonlySet<string>;
}) {
  const { comments, pending } = props;
  return (
    <section className="comments" aria-label="Comments">
      <Heading as="h3" size="3" weight="medium">
        {comments.length === 0 ? 'No comments yet' : `Comments (${comments.length})`}
      </Heading>
      <ul>
        {comments.map(({ id, text, createdAt, writer }) => (
          <li key={id} className="comment" data-pending={pending.has(id)}>
            <Text as="p" size="2">
              {text}
            </Text>
            <Text as="p" size="1" color="gray">
              {writer?.name} · <PostTime at={createdAt} />
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
