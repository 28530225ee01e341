import { postOf, type SocialOptions, socialSample } from '../../../../samples/generate/social.ts';
import {
  followId,
  type SocialData,
  type SocialFollow,
  type SocialPost,
} from '../../../social/social-data.ts';
import { ME } from './feed-schema.ts';

/** What is to be made. */
export interface MadePostsOptions {
  readonly posts: number;
  readonly people: number;
  readonly seed: number;
  /** Between which times the posts were written, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
/** So many does each of the made-up people follow, and so many comments are there to each of their posts. */
const FOLLOWED_BY_EACH = 3;
const COMMENTS_PER_POST = 0.4;

/** Made-up people and what they write, who follow each other. The same options give the same data. */
export function madeData(options: MadePostsOptions): SocialData {
  return socialSample(optionsOf(options));
}

function optionsOf({ posts, people, seed, fromMs, toMs }: MadePostsOptions): SocialOptions {
  return {
    seed,
    people,
    posts,
    comments: Math.round(posts * COMMENTS_PER_POST),
    follows: people * FOLLOWED_BY_EACH,
    untilMs: toMs,
    days: (toMs - fromMs) / DAY_MS,
  };
}

/** Where the posts begin that arrive: no feed is padded with as many. */
const BEYOND = 1_000_000;
const NO_TIME = { posts: 0, comments: 0, follows: 0 };

/** One post of one of so many made-up people, as it would arrive now. */
export function madeArrival(
  seed: number,
  arrival: number,
  people: number,
  createdAt: number,
): SocialPost & { readonly arrival: number } {
  const post = postOf(BEYOND + arrival, { seed, people, ...NO_TIME });
  return { ...post, id: `arrival-${arrival}`, createdAt, arrival };
}

/** Whom the reader follows before they have chosen: of the authors with the most posts so many, in that order. */
export function firstFollows(posts: readonly SocialPost[], count: number): readonly SocialFollow[] {
  const written = new Map<string, number>();
  for (const { author } of posts) written.set(author, (written.get(author) ?? 0) + 1);
  const busiest = [...written].sort(([, one], [, other]) => other - one).slice(0, count);
  return busiest.map(([whom]) => ({ id: followId(ME, whom), who: ME, whom }));
}
