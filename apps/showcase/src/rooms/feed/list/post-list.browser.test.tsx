import { Theme } from '@radix-ui/themes';
import { createDatabase } from '@statehouse/db';
import { act, Profiler } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { schema } from '../../../../schema.ts';
import { feedFrom } from '../data/load-feed.ts';
import { type FeedPort, FeedProvider } from '../feed-port.ts';
import { toggleLike } from '../reactions/reactions.ts';
import { useShownPosts } from '../use-shown-posts.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { PostList } from './post-list.tsx';
import '../styles/feed.css';
import '../styles/post.css';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
  place = document.createElement('div');
  place.style.cssText = 'display: flex; width: 800px; height: 600px';
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
});

/** A feed of made-up posts on the page, with how often its list has rendered, and each post with it. */
async function openFeed() {
  const feed = feedFrom(undefined, undefined, 2_000);
  const port: FeedPort = {
    database: feed.database,
    reactions: createDatabase({ schema }),
    user: 'ada',
    name: 'Ada',
    readOnly: false,
    clockMs: feed.clockMs,
    say: () => {},
  };
  const renders = { list: 0 };
  function Shown() {
    const shown = useShownPosts(feed.database, feed.clockMs, 90);
    return (
      <div className="feed-stage">
        <NewPostsPill newer={shown.newer} onShow={shown.renew} />
        <Profiler id="list" onRender={() => countOne(renders)}>
          <PostList ids={shown.ids} size={shown.size} onEnd={shown.more} />
        </Profiler>
      </div>
    );
  }
  await act(async () => {
    root.render(
      <Theme>
        <FeedProvider value={port}>
          <Shown />
        </FeedProvider>
      </Theme>,
    );
  });
  await expect.poll(() => place.querySelectorAll('[data-post]').length).toBeGreaterThan(1);
  await settled(renders);
  return { ...feed, port, renders };
}

/** Waits until what was shown first is measured: nothing has rendered for some frames. */
async function settled(renders: { readonly list: number }): Promise<void> {
  let before = -1;
  while (before !== renders.list) {
    before = renders.list;
    await act(async () => {
      for (let frame = 0; frame < 12; frame += 1) await new Promise((done) => requestAnimationFrame(done));
    });
  }
}

function countOne(renders: { list: number }): void {
  renders.list += 1;
}

const shownIds = () =>
  [...place.querySelectorAll('[data-post]')].map((post) => post.getAttribute('data-post') ?? '');

test('an arrival renders no post and not the list, and says that it is there', async () => {
  const { database, clockMs, renders } = await openFeed();
  const before = { ids: shownIds(), renders: renders.list };
  const [followed] = database.snapshot
    .table('follows')
    .all()
    .filter(({ who }) => who === 'me');
  const arrive = (arrival: number) =>
    act(async () => {
      const made = { author: followed?.whom, title: 'New', body: '<p>New</p>', license: '', address: '' };
      const counts = { score: 9_000, engagement: 9_000, createdAt: clockMs };
      database.receive('posts', { id: `new-${arrival}`, arrival, ...made, ...counts }, { undoable: false });
    });
  for (let arrival = 1; arrival <= 20; arrival += 1) await arrive(arrival);
  expect(renders.list).toBe(before.renders);
  expect(shownIds()).toEqual(before.ids);
  const pill = [...place.querySelectorAll('button')].find(
    ({ textContent }) => textContent === '20 new posts',
  );
  await act(async () => pill?.click());
  expect(shownIds()).toContain('new-1');
  expect(place.textContent).not.toContain('new posts');
});

test('a change of a post that is shown renders that post alone, and shows it', async () => {
  const { database, renders } = await openFeed();
  const [, second] = shownIds();
  const before = renders.list;
  await act(async () => void database.receive('posts', { id: second, title: 'Renamed' }));
  expect(place.querySelector(`[data-post="${second}"] h2`)?.textContent).toBe('Renamed');
  expect(renders.list - before).toBe(1);
});

test('a like of a post out of sight renders nothing; one of a post in sight is counted there', async () => {
  const { port, renders } = await openFeed();
  const [first = ''] = shownIds();
  const before = renders.list;
  await act(async () => toggleLike(port.reactions, 'somewhere-else', 'ben'));
  expect(renders.list).toBe(before);
  const like = () => place.querySelector(`[data-post="${first}"] .post-like`);
  const count = Number(like()?.textContent);
  await act(async () => toggleLike(port.reactions, first, 'ben'));
  expect(like()?.getAttribute('aria-pressed')).toBe('false');
  await act(async () => toggleLike(port.reactions, first, 'ada'));
  expect([Number(like()?.textContent), like()?.getAttribute('aria-pressed')]).toEqual([count + 2, 'true']);
});
