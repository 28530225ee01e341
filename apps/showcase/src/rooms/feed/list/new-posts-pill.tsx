import type { Query } from '@statehouse/db/query';
import { useLiveQuery } from '@statehouse/react/query';
import { ArrowUp } from 'lucide-react';
import { countWords } from '../count-words.ts';
import type { FeedSchema } from '../data/feed-schema.ts';
import { useFeed } from '../feed-port.ts';

/** How many posts wait, and the way to them. */
export function NewPostsPill(props: {
  /** Counts them. */
  readonly newer: Query<FeedSchema, number>;
  readonly onShow: () => void;
}) {
  const { newer, onShow } = props;
  const count = useLiveQuery(useFeed().database, newer);
  if (count === 0) return null;
  return (
    <button type="button" className="new-posts" onClick={onShow}>
      <ArrowUp size={14} aria-hidden="true" />
      {count === 1 ? '1 new post' : `${countWords(count)} new posts`}
    </button>
  );
}
