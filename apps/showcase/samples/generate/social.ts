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
import { drawRank, partOf, Shuffle, type Skew, shareAt, skewOf } from '../skew.ts';
import type { GeneratedRow } from './generated-row.ts';
import { timeWhen, writtenBefore } from './rhythm.ts';
import { tagsOf } from './tags.ts';

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
/** So long a post is talked about. */
const TALK_DAYS = 14;
/** The busiest hundredth of the people writes a fifth to a quarter, of the posts gets a seventh of the comments. */
const BUSIEST = 0.003;
const MOST_DISCUSSED = 0.01;

/** Shares `entities` out to the kinds, in the proportions of a small community. */
export function socialCounts(entities: number): SocialCounts {
  const people = Math.max(8, Math.round(entities * 0.04));
  const posts = Math.round(entities * 0.22);
  const follows = Math.min(Math.round(entities * 0.16), people * (people - 1));
  return { people, posts, follows, comments: entities - people - posts - follows };
}

/** The same options give the same rows. Posts come in the order of time, comments post by post, and each with its tags. */
export function* generateSocial(options: SocialOptions): Generator<GeneratedRow> {
  const network = new Network(options);
  for (const row of network.users()) yield { table: 'users', row: { ...row } };
  for (const row of network.follows()) yield { table: 'follows', row: { ...row } };
  for (let post = 0; post < options.posts; post += 1) {
    yield { table: 'posts', row: { ...network.post(post), tags: tagsOf(network.community, post) } };
  }
  for (const row of network.comments()) yield { table: 'comments', row: { ...row } };
}

/** What {@link generateSocial} gives, by table. */
export function socialSample(options: SocialOptions): SocialData {
  const network = new Network(options);
  return {
    users: [...network.users()],
    follows: [...network.follows()],
    posts: Array.from({ length: options.posts }, (_, post) => network.post(post)),
    comments: [...network.comments()],
  };
}

/** One post by its number, which may be beyond `options.posts`: so time goes on. */
export function postOf(post: number, options: SocialOptions): SocialPost {
  return new Network(options).post(post);
}

/** People, what they write and what is said about it. What it gives depends on the numbers, not on the order of asking. */
class Network {
  readonly community: Community;
  readonly #options: SocialOptions;
  readonly #people: Skew;
  readonly #discussed: Skew;
  readonly #ranks: Shuffle;
  /** By the clock of {@link writtenBefore}: what was written before the first post, and before the end. */
  readonly #from: number;
  readonly #until: number;

  constructor(options: SocialOptions) {
    const { seed, people, posts, untilMs = UNTIL_MS, days = 180 } = options;
    this.community = new Community(seed);
    this.#options = options;
    this.#people = skewOf(people, BUSIEST);
    this.#discussed = skewOf(posts, MOST_DISCUSSED);
    this.#ranks = new Shuffle(posts, this.community.chanceOf('ranks', 0));
    this.#from = writtenBefore(untilMs - days * DAY_MS);
    this.#until = writtenBefore(untilMs);
  }

  /** Who writes most comes first, and is known for it. */
  *users(): Generator<SocialUser> {
    const { people, posts, comments } = this.#options;
    for (let person = 0; person < people; person += 1) {
      const share = shareAt(this.#people, person);
      const liked = 1 + 4 * this.community.chanceOf('reputation', person)() ** 2;
      const reputation = Math.floor(liked * share * (3 * posts + comments));
      yield { id: userId(person), name: this.community.nameOf(person), reputation, address: '' };
    }
  }

  /** Each person follows as many as any other, most of them the same few. */
  *follows(): Generator<SocialFollow> {
    const { people, follows } = this.#options;
    for (let person = 0; person < people; person += 1) {
      const count = shareOf(follows, people, person);
      const chance = this.community.chanceOf('follows', person);
      const chosen = new Set([person]);
      while (chosen.size <= count) {
        let followed = drawRank(chance, this.#people);
        // Whoever is taken already stands for the next one who is not.
        while (chosen.has(followed)) followed = (followed + 1) % people;
        chosen.add(followed);
        const [who, whom] = [userId(person), userId(followed)];
        yield { id: followId(who, whom), who, whom };
      }
    }
  }

  post(post: number): SocialPost {
    const { community } = this;
    const { title, paragraphs } = community.writing(post);
    const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
    const comments = this.#commentsOn(post);
    const score = Math.floor(this.#fame(post) * (0.5 + 3 * community.chanceOf('score', post)() ** 2));
    return {
      id: postId(post),
      author: userId(this.#authorOf(post)),
      title,
      body: `${body}\n<p><em>${tagsOf(community, post).join(', ')}</em></p>`,
      createdAt: timeWhen(this.#postedAt(post)),
      score,
      engagement: engagementOf(score, comments),
      license: '',
      address: '',
    };
  }

  /** Post by post, and for each in the order of time: most at once, the last after days, none behind the end. */
  *comments(): Generator<SocialComment> {
    const { community } = this;
    let comment = 0;
    for (let post = 0; post < this.#options.posts; post += 1) {
      const size = this.#commentsOn(post);
      const posted = this.#postedAt(post);
      const talk = Math.min(this.#until, writtenBefore(timeWhen(posted) + TALK_DAYS * DAY_MS)) - posted;
      for (let place = 0; place < size; place += 1) {
        const chance = community.chanceOf('comment', comment);
        // Whoever has asked answers, too.
        const isBack = place > 0 && chance() < 0.2;
        const author = isBack ? this.#authorOf(post) : drawRank(chance, this.#people);
        yield {
          id: `made-comment-${comment + 1}`,
          post: postId(post),
          author: userId(author),
          text: community.remarkInThread(post, place),
          createdAt: Math.max(timeWhen(posted), timeWhen(posted + talk * ((place + chance()) / size) ** 3)),
          score: Math.floor(6 * chance() ** 3),
          license: '',
        };
        comment += 1;
      }
    }
  }

  #authorOf(post: number): number {
    return drawRank(this.community.chanceOf('author', post), this.#people);
  }

  #postedAt(post: number): number {
    const part = (post + this.community.chanceOf('time', post)()) / Math.max(1, this.#options.posts);
    return this.#from + (this.#until - this.#from) * part;
  }

  /** How much a post is talked about, where 1 is the average. */
  #fame(post: number): number {
    const { posts } = this.#options;
    if (post >= posts) return 1;
    return posts * shareAt(this.#discussed, this.#ranks.rankAt(post));
  }

  #commentsOn(post: number): number {
    const { posts, comments } = this.#options;
    return post < posts ? partOf(comments, this.#discussed, this.#ranks.rankAt(post)) : 0;
  }
}

function userId(person: number): string {
  return `made-${person + 1}`;
}

function postId(post: number): string {
  return `made-post-${post + 1}`;
}

/** How much of a total falls to one of several, so that all together have all of it. */
function shareOf(total: number, among: number, index: number): number {
  return Math.floor(((index + 1) * total) / among) - Math.floor((index * total) / among);
}
