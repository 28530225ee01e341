import type { Community } from '../community/community.ts';
import { drawRank, skewOf } from '../skew.ts';

/** What people say of a post besides its topic, the most usual first. */
const KINDS = [
  'first try',
  'long read',
  'with pictures',
  'old tools',
  'no money',
  'safety',
  'before and after',
  'borrowed',
  'for children',
  'winter',
  'heirloom',
  'failure',
  'measurements',
  'travel',
] as const;

/** The tags of a post, each once: its topic, whether it asks or tells, and up to three more; few are on most posts. */
export function tagsOf(community: Community, post: number): string[] {
  const chance = community.chanceOf('tags', post);
  const { isQuestion } = community.writing(post);
  const tags = new Set([community.caseOf(post).topic, isQuestion ? 'asking' : 'solved']);
  const skew = skewOf(KINDS.length, 0);
  for (let more = Math.floor(4 * chance() ** 2); more > 0; more -= 1) {
    tags.add(KINDS[drawRank(chance, skew)] ?? KINDS[0]);
  }
  return [...tags];
}
