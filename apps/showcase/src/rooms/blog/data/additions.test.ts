import { createDatabase } from '@statehouse/db';
import { expect, test } from 'vitest';
import { socialSample } from '../../../../samples/generate/social.ts';
import { schema } from '../../../../schema.ts';
import { takeAdditions } from './additions.ts';
import { blogFrom } from './load-blog.ts';

function setUp() {
  const database = blogFrom(socialSample({ seed: 1, people: 8, posts: 5, comments: 10, follows: 0 }));
  const document = createDatabase({ schema });
  const stop = takeAdditions(database, document);
  const reply = (id: string, post: string) =>
    document.transact((tx) => void tx.replies.insert({ id, post, name: 'Ann', body: 'Yes.', writtenAt: 1 }));
  return { database, document, stop, reply };
}

test('a reply is a comment whose author is one of the people, and goes when it is taken back', () => {
  const { database, document, reply } = setUp();
  reply('r', 'made-post-1');
  const comment = database.snapshot.table('comments').get('r');
  expect(comment).toMatchObject({ post: 'made-post-1', text: 'Yes.' });
  expect(database.snapshot.table('users').get(comment?.author ?? '')?.name).toBe('Ann');
  document.undo();
  expect(database.snapshot.table('comments').has('r')).toBe(false);
});

test('who is renamed is called as before once that is undone, step by step', () => {
  const { database, document } = setUp();
  const name = () => database.snapshot.table('users').get('made-1')?.name ?? '';
  const before = name();
  document.transact((tx) => void tx.names.insert({ id: 'made-1', name: 'Other', before }));
  document.transact((tx) => tx.names.modify('made-1', { name: 'Third' }));
  expect(name()).toBe('Third');
  document.undo();
  expect(name()).toBe('Other');
  document.undo();
  expect(name()).toBe(before);
});

test('a reply to a post that is not here is left out, and what came meanwhile is taken up', () => {
  const { database, document, stop, reply } = setUp();
  const comments = () => database.snapshot.table('comments');
  reply('lost', 'elsewhere');
  expect(comments().has('lost')).toBe(false);
  stop();
  reply('late', 'made-post-2');
  expect(comments().has('late')).toBe(false);
  takeAdditions(database, document);
  expect(comments().has('late')).toBe(true);
});
