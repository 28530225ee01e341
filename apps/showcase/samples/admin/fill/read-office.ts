import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isArray } from '@statehouse/kernel';
import { MAX_TAGS, MAX_TITLE_LENGTH } from '../../../src/rooms/admin/wire/post.ts';
import {
  type JsonLine,
  numberIn,
  readJsonLines,
  textIn,
  timeIn,
} from '../../stack-exchange/read-json-lines.ts';
import type { OfficeSample, SamplePost } from './office-sample.ts';

const FOLDER = 'bicycles-meta';
const ADDRESS = 'https://bicycles.meta.stackexchange.com';

type SampleUser = OfficeSample['users'][number];

/** What a question hands on to its answers. */
type Question = Pick<SamplePost, 'title' | 'tags'>;

/**
 * Questions and answers of a real site with everybody who wrote one; undefined where the data is not. A line that is
 * broken or refers to nothing is passed over.
 *
 * @param data the folder with all data
 */
export async function readOffice(data: string): Promise<OfficeSample | undefined> {
  const folder = join(data, 'social', FOLDER);
  if (!existsSync(folder)) return undefined;
  const people = new Map<number, SampleUser>();
  for await (const line of readJsonLines(join(folder, 'users.jsonl'))) {
    const user = userFrom(line);
    if (user !== undefined) people.set(numberIn(line, 'id') ?? 0, user);
  }
  const users = new Map<string, SampleUser>();
  const questions = new Map<number, Question>();
  const posts: SamplePost[] = [];
  // Questions stand before their answers in the order of ids, not always in that of the lines.
  for (const kind of ['question', 'answer'] as const) {
    for await (const line of readJsonLines(join(folder, 'posts.jsonl'))) {
      const author = authorOf(line, people);
      if (line.kind !== kind || author === undefined) continue;
      const post = postFrom(line, author.id, questions);
      if (post === undefined) continue;
      if (kind === 'question') questions.set(numberIn(line, 'id') ?? 0, post);
      users.set(author.id, author);
      posts.push(post);
    }
  }
  return { users: [...users.values()], posts, source: 'Bicycles Meta Stack Exchange' };
}

function userFrom(line: JsonLine): SampleUser | undefined {
  const id = numberIn(line, 'id');
  if (id === undefined) return undefined;
  return {
    id: `user-${id}`,
    name: textIn(line, 'displayName') || 'Somebody',
    reputation: numberIn(line, 'reputation') ?? 0,
    address: `${ADDRESS}/users/${id}`,
  };
}

/** Whose account is gone is known by name only. */
function authorOf(line: JsonLine, people: ReadonlyMap<number, SampleUser>): SampleUser | undefined {
  const name = textIn(line, 'authorName');
  const gone = name === '' ? undefined : { id: `gone-${name}`, name, reputation: 0, address: '' };
  return people.get(numberIn(line, 'authorId') ?? Number.NaN) ?? gone;
}

function postFrom(
  line: JsonLine,
  author: string,
  questions: ReadonlyMap<number, Question>,
): SamplePost | undefined {
  const id = numberIn(line, 'id');
  const createdAt = timeIn(line, 'createdAt');
  const question = questions.get(numberIn(line, 'parentId') ?? 0);
  if (id === undefined || createdAt === undefined) return undefined;
  if (line.kind === 'answer' && question === undefined) return undefined;
  const title = question === undefined ? textIn(line, 'title') : `Re: ${question.title}`;
  return {
    id: `post-${id}`,
    kind: question === undefined ? 'question' : 'answer',
    author,
    title: title.slice(0, MAX_TITLE_LENGTH).toWellFormed(),
    body: textIn(line, 'body'),
    createdAt,
    score: numberIn(line, 'score') ?? 0,
    isLocked: timeIn(line, 'closedAt') !== undefined,
    tags: question?.tags ?? tagsIn(line),
    license: textIn(line, 'license'),
    address: `${ADDRESS}/q/${id}`,
  };
}

function tagsIn({ tags }: JsonLine): readonly string[] {
  if (!isArray(tags)) return [];
  return tags.filter((tag): tag is string => typeof tag === 'string').slice(0, MAX_TAGS);
}
