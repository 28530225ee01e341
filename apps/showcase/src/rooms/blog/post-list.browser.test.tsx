import { Theme } from '@radix-ui/themes';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { socialSample } from '../../../samples/generate/social.ts';
import { blogFrom } from './data/load-blog.ts';
import { PostList } from './post-list.tsx';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
});

test('who is on a page that is there no more sees the last one, and stays there when posts come back', async () => {
  const database = blogFrom(socialSample({ seed: 1, people: 5, posts: 50, comments: 0, follows: 0 }));
  await act(async () =>
    root.render(
      <Theme>
        <PostList database={database} opened={undefined} onOpen={() => {}} />
      </Theme>,
    ),
  );
  const shown = () => place.querySelector('[role="status"]')?.textContent;
  const turn = async (words: string) => {
    const button = [...place.querySelectorAll('button')].find(({ textContent }) =>
      textContent?.includes(words),
    );
    await act(async () => button?.click());
  };
  await turn('Older');
  await turn('Older');
  expect(shown()).toBe('41–50 of 50');
  const oldest = database.snapshot
    .table('posts')
    .all()
    .toSorted((one, other) => one.createdAt - other.createdAt)
    .slice(0, 15);
  await act(async () =>
    database.transact((tx) => {
      for (const { id } of oldest) tx.posts.delete(id);
    }),
  );
  expect(shown()).toBe('21–35 of 35');
  await act(async () => database.undo());
  expect(shown()).toBe('21–40 of 50');
  await turn('Newer');
  expect(shown()).toBe('1–20 of 50');
});
