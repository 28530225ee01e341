import { Community } from '../../community/community.ts';
import { socialSample } from '../../generate/social.ts';
import { tagsOf } from '../../generate/tags.ts';
import type { OfficeSample } from './office-sample.ts';

const SEED = 31;
const COUNTS = { people: 64, posts: 320, comments: 0, follows: 0 };

/** Posts of an invented community, for a machine without real ones. The same each time. */
export function madeOffice(): OfficeSample {
  const { users, posts } = socialSample({ seed: SEED, ...COUNTS });
  const community = new Community(SEED);
  return {
    users,
    posts: posts.map(({ id, author, title, body, createdAt, score, license, address }, at) => ({
      id,
      kind: community.writing(at).isQuestion ? 'question' : 'answer',
      author,
      title,
      body,
      createdAt,
      score,
      license,
      address,
      isLocked: false,
      tags: tagsOf(community, at).map((tag) => tag.replaceAll(' ', '-')),
    })),
    source: '',
  };
}
