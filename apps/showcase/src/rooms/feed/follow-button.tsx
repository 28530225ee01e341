import { useEntity } from '@statehouse/react';
import { followId } from '../../social/social-data.ts';
import { ME } from './data/feed-schema.ts';
import { useFeed } from './feed-port.ts';
import { toggleFollow } from './follow.ts';

/** Follows somebody, or no longer does. */
export function FollowButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { database, say } = useFeed();
  const isFollowed = useEntity(database, 'follows', followId(ME, id)) !== undefined;
  return (
    <button
      type="button"
      className="follow"
      data-followed={isFollowed}
      aria-label={isFollowed ? `Unfollow ${name}` : `Follow ${name}`}
      onClick={() =>
        say(toggleFollow(database, id) ? `You follow ${name}.` : `You no longer follow ${name}.`)
      }
    >
      {isFollowed ? 'Unfollow' : 'Follow'}
    </button>
  );
}
