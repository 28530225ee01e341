import { Button, Heading, Text } from '@radix-ui/themes';
import type { Database } from '@statehouse/db';
import { useLiveQuery } from '@statehouse/react/query';
import type { SyncedDocument } from '@statehouse/sync';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { usePendingIds } from '../../connection/use-pending-ids.ts';
import { Attribution } from './attribution.tsx';
import { AuthorName } from './author-name.tsx';
import type { BlogActions } from './blog-actions.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentList } from './comment-list.tsx';
import { selectPostWithAuthor } from './data/blog-queries.ts';
import type { BlogSchema } from './data/blog-schema.ts';
import { PostTime } from './post-time.tsx';
import { SafeHtml } from './safe-html.tsx';

export interface PostViewProps {
  readonly id: string;
  readonly database: Database<BlogSchema>;
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly actions: BlogActions;
  readonly isReader: boolean;
  readonly onClose: () => void;
}

/** One post with its author and its comments. */
export function PostView({ id, database, document, actions, isReader, onClose }: PostViewProps) {
  const post = useLiveQuery(database, selectPostWithAuthor(id));
  const pending = usePendingIds(document);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (post === null || post.writer === null) return <NoSuchPost onClose={onClose} />;
  const { title, body, createdAt, writer, replies, address } = post;
  return (
    <article className="post" aria-label={title}>
      <Button variant="ghost" color="gray" className="post-back" onClick={onClose}>
        <ArrowLeft size={16} aria-hidden="true" /> All posts
      </Button>
      <Heading as="h2" size="6" ref={heading} tabIndex={-1}>
        {title}
      </Heading>
      <div className="post-byline">
        <AuthorName
          key={writer.id}
          author={writer}
          isPending={pending.has(writer.id)}
          {...(isReader ? {} : { onRename: (name: string) => actions.rename(writer, name) })}
        />
        <Text size="2" color="gray">
          <PostTime at={createdAt} />
        </Text>
      </div>
      <SafeHtml html={body} base={address} />
      <Attribution post={post} writer={writer} />
      <CommentList comments={replies} pending={pending} />
      {!isReader && <CommentForm onSend={(text) => actions.reply(id, text)} />}
    </article>
  );
}

/** An address that leads to no post: an old link, or a mistyped one. */
function NoSuchPost({ onClose }: { readonly onClose: () => void }) {
  return (
    <div className="blog-nothing" role="status">
      <Text as="p">This post is not here, or no longer.</Text>
      <Button variant="soft" mt="3" onClick={onClose}>
        <ArrowLeft size={16} aria-hidden="true" /> All posts
      </Button>
    </div>
  );
}
