import {
  engagementOf,
  followId,
  type SocialComment,
  type SocialData,
  type SocialFollow,
  type SocialPost,
  type SocialUser,
} from '../../src/social/social-data.ts';
import { Community } from '../community/community.ts';
import { type Chance, pick } from '../seeded.ts';
import type { GeneratedRow } from './generated-row.ts';

/** How many entities of each kind there are. */
export interface SocialCounts {
  readonly people: number;
  readonly posts: number;
  readonly comments: number;
  readonly follows: number;
}

export interface SocialOptions extends SocialCounts {
  readonly seed: number;
  /** When the last post was written, in milliseconds since 1970; a fixed day unless given. */
  readonly untilMs?: number;
  /** Over how many days the posts are spread. */
  readonly days?: number;
}

const DAY_MS = 86_400_000;
const UNTIL_MS = Date.UTC(2026, 4, 31, 18);
const TAGS = ['first try', 'asking', 'solved', 'long read'] as const;

/** Shares `entities` out to the kinds, in the proportions of a small community. */
export function socialCounts(entities: number): SocialCounts {
  const people = Math.max(8, Math.round(entities * 0.04));
  const posts = Math.round(entities * 0.22);
  const follows = Math.min(Math.round(entities * 0.16), people * (people - 1));
  return { people, posts, follows, comments: entities - people - posts - follows };
}

/** The same options give the same rows. Posts come in the order of time. */
export function* generateSocial(options: SocialOptions): Generator<GeneratedRow> {
  const community = new Community(options.seed);
  for (const row of usersOf(community, options)) yield { table: 'users', row: { ...row } };
  for (const row of followsOf(community, options)) yield { table: 'follows', row: { ...row } };
  for (const row of postsOf(community, options)) yield { table: 'posts', row: { ...row } };
  for (const row of commentsOf(community, options)) yield { table: 'comments', row: { ...row } };
}

/** What {@link generateSocial} gives, by table. */
export function socialSample(options: SocialOptions): SocialData {
  const community = new Community(options.seed);
  return {
    users: [...usersOf(community, options)],
    follows: [...followsOf(community, options)],
    posts: [...postsOf(community, options)],
    comments: [...commentsOf(community, options)],
  };
}

function* usersOf(community: Community, { people }: SocialOptions): Generator<SocialUser> {
  for (let person = 0; person < people; person += 1) {
    const reputation = Math.floor(900 * community.chanceOf('reputation', person)() ** 3);
    yield { id: userId(person), name: community.nameOf(person), reputation, address: '' };
  }
}

/** Each person follows as many as any other, most of them the same few. */
function* followsOf(community: Community, { people, follows }: SocialOptions): Generator<SocialFollow> {
  for (let person = 0; person < people; person += 1) {
    const count = shareOf(follows, people, person);
    const chance = community.chanceOf('follows', person);
    const chosen = new Set([person]);
    while (chosen.size <= count) {
      let followed = someone(chance, people);
      // Whoever is taken already stands for the next one who is not.
      while (chosen.has(followed)) followed = (followed + 1) % people;
      chosen.add(followed);
      const [who, whom] = [userId(person), userId(followed)];
      yield { id: followId(who, whom), who, whom };
    }
  }
}

function* postsOf(community: Community, options: SocialOptions): Generator<SocialPost> {
  for (let post = 0; post < options.posts; post += 1) yield postOf(community, post, options);
}

/** One post of the community by its number, which may be beyond `options.posts`: so time goes on. */
export function postOf(community: Community, post: number, options: SocialOptions): SocialPost {
  const chance = community.chanceOf('post', post);
  const { title, paragraphs } = community.writing(post);
  const score = Math.floor(60 * chance() ** 4);
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
  return {
    id: `made-post-${post + 1}`,
    author: userId(someone(chance, options.people)),
    title,
    body: `${body}\n<p><em>${community.caseOf(post).topic}, ${pick(chance, TAGS)}</em></p>`,
    createdAt: postedAt(community, post, options),
    score,
    engagement: engagementOf(score, 0),
    license: '',
    address: '',
  };
}

function* commentsOf(community: Community, options: SocialOptions): Generator<SocialComment> {
  // Nobody repeats what was said to the same post: the only thing that is remembered, four bytes a post.
  const said = new Uint32Array(options.posts);
  for (let comment = 0; comment < options.comments; comment += 1) {
    const chance = community.chanceOf('comment', comment);
    const post = Math.floor(chance() * options.posts);
    const nth = said[post] ?? 0;
    said[post] = nth + 1;
    yield {
      id: `made-comment-${comment + 1}`,
      post: `made-post-${post + 1}`,
      author: userId(someone(chance, options.people)),
      text: community.remarkInThread(post, nth),
      createdAt: postedAt(community, post, options) + Math.round(DAY_MS * 2 * chance() ** 3),
      score: Math.floor(6 * chance() ** 3),
      license: '',
    };
  }
}

function postedAt(community: Community, post: number, options: SocialOptions): number {
  const { untilMs = UNTIL_MS, days = 180 } = options;
  const stepMs = (days * DAY_MS) / Math.max(1, options.posts);
  return Math.round(untilMs - (options.posts - post - community.chanceOf('time', post)()) * stepMs);
}

function userId(person: number): string {
  return `made-${person + 1}`;
}

/** A few write most. */
function someone(chance: Chance, people: number): number {
  return Math.floor(people * chance() ** 2);
}

/** How much of a total falls to one of several, so that all together have all of it. */
function shareOf(total: number, among: number, index: number): number {
  return Math.floor(((index + 1) * total) / among) - Math.floor((index * total) / among);
}
