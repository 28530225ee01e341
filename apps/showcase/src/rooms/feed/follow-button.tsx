import { useEntity } from '@statehouse/react';
import { followId } from '../../social/social-data.ts';
import { ME } from './data/feed-schema.ts';
import { useFeed } from './feed-port.ts';
import { toggleFollow } from './follow.ts';
import { chooseFollow } from './reactions/reactions.ts';

/** Follows somebody, or no longer does. */
export function FollowButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { database, reactions, user, readOnly, say } = useFeed();
  const isFollowed = useEntity(database, 'follows', followId(ME, id)) !== undefined;
  const toggle = () => {
    // Who may only read chooses for this visit.
    if (readOnly) toggleFollow(database, id);
    else chooseFollow(reactions, user, id, !isFollowed);
    say(isFollowed ? `You no longer follow ${name}.` : `You follow ${name}.`);
  };
  return (
    <button
      type="button"
      className="follow"
      data-followed={isFollowed}
      aria-label={isFollowed ? `Unfollow ${name}` : `Follow ${name}`}
      onClick={toggle}
    >
      {isFollowed ? 'Unfollow' : 'Follow'}
    </button>
  );
}
