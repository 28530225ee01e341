import { randomId, systemRandom } from '@statehouse/kernel';
import { useEntity } from '@statehouse/react';
import { useLiveQuery } from '@statehouse/react/query';
import { Heart, MessageCircle, Share2 } from 'lucide-react';
import { useMemo } from 'react';
import { likeId } from '../../../../schema.ts';
import { useCopy } from '../../../chrome/use-copy.ts';
import { countWords } from '../count-words.ts';
import { useFeed } from '../feed-port.ts';
import { commentCount } from '../feed-query.ts';
import { countShare, likesOf, replyCount, sharesOf, toggleLike } from './reactions.ts';

export interface PostActionsProps {
  readonly post: string;
  readonly title: string;
  /** Votes that the post came with. */
  readonly score: number;
  readonly isTalkOpen: boolean;
  readonly onTalk: () => void;
}

/** Counts of its own: see `countShare`. */
const THIS_WINDOW = randomId(systemRandom);

/** What can be done to a post, and how often it was: each post has queries of its own. */
export function PostActions({ post, title, score, isTalkOpen, onTalk }: PostActionsProps) {
  const { database, reactions, user, readOnly } = useFeed();
  const { likes, comments, replies } = useMemo(
    () => ({ likes: likesOf(post), comments: commentCount(post), replies: replyCount(post) }),
    [post],
  );
  const liked = useLiveQuery(reactions, likes);
  const talked = useLiveQuery(database, comments) + useLiveQuery(reactions, replies);
  const isLiked = useEntity(reactions, 'likes', likeId(post, user)) !== undefined;
  const votes = score + liked;
  return (
    <footer className="post-actions">
      <button
        type="button"
        className="post-action post-like"
        disabled={readOnly}
        aria-pressed={isLiked}
        aria-label={`Like “${title}”: ${votes}`}
        onClick={() => toggleLike(reactions, post, user)}
      >
        <Heart size={16} aria-hidden="true" fill={isLiked ? 'currentColor' : 'none'} />
        {countWords(votes)}
      </button>
      <button
        type="button"
        className="post-action"
        aria-expanded={isTalkOpen}
        aria-label={`Comments on “${title}”: ${talked}`}
        onClick={onTalk}
      >
        <MessageCircle size={16} aria-hidden="true" />
        {countWords(talked)}
      </button>
      <ShareButton post={post} title={title} />
    </footer>
  );
}

/** Copies the way to a post, and counts that somebody did. */
function ShareButton({ post, title }: { readonly post: string; readonly title: string }) {
  const { database, reactions, readOnly } = useFeed();
  const shared = useLiveQuery(
    reactions,
    useMemo(() => sharesOf(post), [post]),
  );
  const { isCopied, copy } = useCopy();
  return (
    <button
      type="button"
      className="post-action"
      disabled={readOnly}
      aria-label={isCopied ? `Copied the link to “${title}”` : `Share “${title}”: ${shared}`}
      onClick={() => {
        const address = database.snapshot.table('posts').get(post)?.address ?? '';
        copy(address === '' ? globalThis.location.href : address);
        countShare(reactions, post, THIS_WINDOW);
      }}
    >
      <Share2 size={16} aria-hidden="true" />
      {countWords(shared)}
    </button>
  );
}
