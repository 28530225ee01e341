import type { RowOf } from '@statehouse/db';
import { useEntity } from '@statehouse/react';
import { memo, useState } from 'react';
import { LicenceLink } from '../../../social/licence-link.tsx';
import { agoWords } from '../count-words.ts';
import type { FeedSchema } from '../data/feed-schema.ts';
import { useFeed } from '../feed-port.ts';
import { FollowButton } from '../follow-button.tsx';
import { PostActions } from '../reactions/post-actions.tsx';
import { PostTalk } from '../reactions/post-talk.tsx';
import { PostBody } from './post-body.tsx';

export interface PostRowProps {
  readonly id: string;
  /** 1 for the first. */
  readonly place: number;
  readonly size: number;
}

type Post = RowOf<FeedSchema, 'posts'>;

/** A post, which hears of what concerns itself and of nothing else. */
export const PostRow = memo(function PostRow({ id, place, size }: PostRowProps) {
  const post = useEntity(useFeed().database, 'posts', id);
  return post === undefined ? null : <ShownPost post={post} place={place} size={size} />;
});

function ShownPost(props: { readonly post: Post; readonly place: number; readonly size: number }) {
  const { post, place, size } = props;
  const [isTalkOpen, setIsTalkOpen] = useState(false);
  const titleId = `title-${post.id}`;
  return (
    <article
      className="post"
      tabIndex={-1}
      data-post={post.id}
      aria-labelledby={titleId}
      aria-posinset={place}
      aria-setsize={size}
    >
      <PostHead post={post} />
      <h2 id={titleId} className="post-title">
        {post.title}
      </h2>
      <PostBody html={post.body} base={post.address} title={post.title} />
      <PostActions
        post={post.id}
        title={post.title}
        score={post.score}
        isTalkOpen={isTalkOpen}
        onTalk={() => setIsTalkOpen((is) => !is)}
      />
      {isTalkOpen && <PostTalk post={post.id} title={post.title} />}
    </article>
  );
}

function PostHead({ post }: { readonly post: Post }) {
  const { database, clockMs } = useFeed();
  const author = useEntity(database, 'users', post.author);
  if (author === undefined) return null;
  const time = new Date(post.createdAt);
  return (
    <header className="post-head">
      <span className="post-author">
        {author.address === '' ? (
          author.name
        ) : (
          <a href={author.address} target="_blank" rel="noopener noreferrer">
            {author.name}
          </a>
        )}
      </span>
      <span className="post-facts">
        <time dateTime={time.toISOString()} title={time.toUTCString()}>
          {agoWords(post.createdAt, clockMs)}
        </time>
        {' · '}
        {post.address === '' ? (
          'made up'
        ) : (
          <>
            <a href={post.address} target="_blank" rel="noopener noreferrer">
              original
            </a>
            {' · '}
            <LicenceLink name={post.license} />
          </>
        )}
      </span>
      <FollowButton id={author.id} name={author.name} />
    </header>
  );
}
