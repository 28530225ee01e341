import { join } from 'node:path';
import {
  engagementOf,
  followId,
  type SocialComment,
  type SocialData,
  type SocialFollow,
  type SocialPost,
  type SocialUser,
} from '../../src/social/social-data.ts';
import { type JsonLine, numberIn, readJsonLines, textIn, timeIn } from './read-json-lines.ts';

/** A site of the Stack Exchange network, and the folder with its tables. */
export interface Site {
  readonly folder: string;
  readonly address: string;
  /** Whether answers are read, or questions only. */
  readonly withAnswers: boolean;
}

/** What a question hands on to its answers. */
interface Question {
  readonly title: string;
  readonly author: string;
}

/**
 * Reads the tables of a site into what the feed holds: questions and answers, their comments, everybody who wrote one,
 * and a follow for each person who answers or favours another.
 */
export async function readSite(site: Site): Promise<SocialData> {
  const reader = new SiteReader(site);
  await reader.read();
  return reader.data;
}

/** Invariant: every author of what was read so far is among the users, and every comment's post among the posts. */
class SiteReader {
  readonly #site: Site;
  readonly #profiles = new Map<number, SocialUser>();
  readonly #users = new Map<string, SocialUser>();
  readonly #posts = new Map<string, SocialPost>();
  readonly #comments: SocialComment[] = [];
  readonly #follows = new Map<string, SocialFollow>();
  readonly #questions = new Map<number, Question>();

  constructor(site: Site) {
    this.#site = site;
  }

  get data(): SocialData {
    return {
      users: [...this.#users.values()],
      posts: [...this.#posts.values()],
      comments: this.#comments,
      follows: [...this.#follows.values()],
    };
  }

  async read(): Promise<void> {
    for await (const line of this.#lines('users')) this.#readProfile(line);
    for await (const line of this.#lines('posts')) if (line.kind === 'question') this.#readQuestion(line);
    if (this.#site.withAnswers) await this.#readAnswers();
    for await (const line of this.#lines('comments')) this.#readComment(line);
    for await (const line of this.#lines('votes')) if (line.type === 'favorite') this.#readFavour(line);
  }

  async #readAnswers(): Promise<void> {
    for await (const line of this.#lines('posts')) if (line.kind === 'answer') this.#readAnswer(line);
  }

  #lines(table: string): AsyncGenerator<JsonLine> {
    return readJsonLines(join(this.#site.folder, `${table}.jsonl`));
  }

  #readProfile(line: JsonLine): void {
    const id = numberIn(line, 'id');
    if (id === undefined) return;
    this.#profiles.set(id, {
      id: `user-${id}`,
      name: textIn(line, 'displayName') || 'Somebody',
      reputation: numberIn(line, 'reputation') ?? 0,
      address: `${this.#site.address}/users/${id}`,
    });
  }

  #readQuestion(line: JsonLine): void {
    const id = numberIn(line, 'id');
    const author = this.#authorOf(line);
    const title = textIn(line, 'title');
    if (id === undefined || author === undefined) return;
    this.#questions.set(id, { title, author });
    this.#readPost(line, id, author, title);
  }

  #readAnswer(line: JsonLine): void {
    const id = numberIn(line, 'id');
    const author = this.#authorOf(line);
    const question = this.#questions.get(numberIn(line, 'parentId') ?? 0);
    if (id === undefined || author === undefined || question === undefined) return;
    this.#readPost(line, id, author, `Re: ${question.title}`);
    this.#follow(author, question.author);
  }

  #readPost(line: JsonLine, id: number, author: string, title: string): void {
    const createdAt = timeIn(line, 'createdAt');
    if (createdAt === undefined) return;
    const score = numberIn(line, 'score') ?? 0;
    this.#posts.set(`post-${id}`, {
      id: `post-${id}`,
      author,
      title,
      body: textIn(line, 'body'),
      createdAt,
      score,
      engagement: engagementOf(score, numberIn(line, 'commentCount') ?? 0),
      license: textIn(line, 'license'),
      address: `${this.#site.address}/q/${id}`,
    });
  }

  #readComment(line: JsonLine): void {
    const id = numberIn(line, 'id');
    const post = `post-${numberIn(line, 'postId')}`;
    const createdAt = timeIn(line, 'createdAt');
    if (id === undefined || createdAt === undefined || !this.#posts.has(post)) return;
    const author = this.#authorOf(line);
    if (author === undefined) return;
    this.#comments.push({
      id: `comment-${id}`,
      post,
      author,
      text: textIn(line, 'text'),
      createdAt,
      score: numberIn(line, 'score') ?? 0,
      license: textIn(line, 'license'),
    });
  }

  #readFavour(line: JsonLine): void {
    const who = this.#profiles.get(numberIn(line, 'userId') ?? 0);
    const post = this.#posts.get(`post-${numberIn(line, 'postId')}`);
    if (who === undefined || post === undefined) return;
    this.#users.set(who.id, who);
    this.#follow(who.id, post.author);
  }

  #follow(who: string, whom: string): void {
    const id = followId(who, whom);
    if (who !== whom) this.#follows.set(id, { id, who, whom });
  }

  /** Who wrote it; whose account is gone is known by name only. */
  #authorOf(line: JsonLine): string | undefined {
    const known = this.#profiles.get(numberIn(line, 'authorId') ?? Number.NaN);
    const name = textIn(line, 'authorName');
    if (known === undefined && name === '') return undefined;
    const author = known ?? { id: `gone-${name}`, name, reputation: 0, address: '' };
    this.#users.set(author.id, author);
    return author.id;
  }
}
