import { createDatabase } from '@statehouse/db';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schema } from '../../../../schema.ts';
import { engagementOf, followId } from '../../../social/social-data.ts';
import { ME } from '../data/feed-schema.ts';
import { feedFrom } from '../data/load-feed.ts';
import { chooseFollow, countShare, reply, toggleLike } from './reactions.ts';
import { takeReactions } from './take-reactions.ts';

const USERS = ['ada', 'ben'];
const place = fc.nat(5);
const act = fc.oneof(
  fc.record({ act: fc.constant('like' as const), post: place, user: fc.constantFrom(...USERS) }),
  fc.record({ act: fc.constant('share' as const), post: place, window: fc.constantFrom('w1', 'w2') }),
  fc.record({ act: fc.constant('reply' as const), post: place }),
  fc.record({
    act: fc.constant('follow' as const),
    whom: place,
    user: fc.constantFrom(...USERS),
    isFollowed: fc.boolean(),
  }),
  fc.constant({ act: 'undo' as const }),
  fc.constant({ act: 'redo' as const }),
);

test('what people do weighs in the engagement of posts, and the reader follows whom they chose, whatever is undone', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), fc.nat(40), (acts, early) => {
      const { database } = feedFrom(undefined, undefined, 30);
      const first = database.snapshot;
      const posts = first.table('posts').all().slice(0, 6);
      const people = first
        .table('users')
        .all()
        .filter(({ id }) => id !== ME);
      const reactions = createDatabase({ schema });
      // Some of it was done before this window came.
      for (const each of acts.slice(0, early)) perform(each);
      let stop = takeReactions(database, reactions, 'ada');
      stop();
      stop = takeReactions(database, reactions, 'ada');
      for (const each of acts.slice(early)) perform(each);
      stop();

      const done = reactions.snapshot;
      for (const { id, engagement } of posts) {
        const likes = done
          .table('likes')
          .all()
          .filter(({ post }) => post === id).length;
        const replies = done
          .table('replies')
          .all()
          .filter(({ post }) => post === id).length;
        const shares = done
          .table('shares')
          .all()
          .filter(({ post }) => post === id);
        const shared = shares.reduce((sum, { count }) => sum + count, 0);
        expect(database.snapshot.get('posts', id)?.engagement).toBe(
          engagement + engagementOf(likes, replies, shared),
        );
      }
      for (const { id } of people) {
        const choice = done.table('follows').get(`ada/${id}`);
        const expected = choice?.isFollowed ?? first.table('follows').get(followId(ME, id)) !== undefined;
        expect(database.snapshot.get('follows', followId(ME, id)) !== undefined).toBe(expected);
      }

      function perform(each: (typeof acts)[number]): void {
        if (each.act === 'undo' || each.act === 'redo') reactions[each.act]();
        else if (each.act === 'follow')
          chooseFollow(reactions, each.user, people[each.whom]?.id ?? '', each.isFollowed);
        else {
          const post = posts[each.post]?.id ?? '';
          if (each.act === 'like') toggleLike(reactions, post, each.user);
          else if (each.act === 'share') countShare(reactions, post, each.window);
          else reply(reactions, post, 'Ada', 'Well said.', 1);
        }
      }
    }),
    { numRuns: 100 },
  );
});
