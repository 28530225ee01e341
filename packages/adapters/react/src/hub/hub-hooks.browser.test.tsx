import { createHub, createPlainStore } from '@statehouse/hub';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { expect, test } from 'vitest';
import { shallowEqual } from '../equality.ts';
import { show } from '../testing/screen.ts';
import { turn } from '../testing/turn.ts';
import { useJournal } from './use-journal.ts';
import { useStore } from './use-store.ts';
import { useTimeTravel } from './use-time-travel.ts';

interface Votes {
  readonly [name: string]: number;
}

function poll() {
  const hub = createHub();
  const votes = hub.add(
    'votes',
    createPlainStore<Votes, string>({
      initial: { ann: 0, bob: 0 },
      reduce: (state, name) => ({ ...state, [name]: (state[name] ?? 0) + 1 }),
      nameOf: (name) => `vote for ${name}`,
    }),
  );
  return { hub, votes };
}

test('a component shows what it selects, and renders for nothing else', async () => {
  const { votes } = poll();
  let renders = 0;
  function Ann() {
    renders += 1;
    return useStore(votes, ({ ann = 0 }) => ann);
  }
  const screen = show(<Ann />);
  votes.dispatch('bob');
  await turn();
  expect([screen.text, renders]).toEqual(['0', 1]);
  votes.dispatch('ann');
  await turn();
  expect([screen.text, renders]).toEqual(['1', 2]);
});

test('an answer that is built anew is the same one where it is equal', async () => {
  const { votes } = poll();
  let renders = 0;
  function Names() {
    renders += 1;
    return useStore(votes, (state) => Object.keys(state), shallowEqual).join();
  }
  const screen = show(<Names />);
  votes.dispatch('ann');
  await turn();
  expect([screen.text, renders]).toEqual(['ann,bob', 1]);
});

test('components show the past, mount in it, and show the present again', () => {
  const { hub, votes } = poll();
  const sum = hub.derive('sum', [votes], (state: Votes) =>
    Object.values(state).reduce((total, count) => total + count, 0),
  );
  const Counts = () => {
    const all = useStore(votes);
    return `${Object.values(all).join('+')}=${useStore(sum)}`;
  };
  function Times() {
    const { shown, back, resume } = useTimeTravel(hub);
    return (
      <>
        <button type="button" onClick={() => back()}>
          back
        </button>
        <button type="button" id="resume" onClick={resume}>
          resume
        </button>
        {shown.kind === 'past' ? `after ${shown.entryId}: ` : 'now: '}
      </>
    );
  }
  const page = (more: boolean) => (
    <StrictMode>
      <Times />
      <Counts />
      {more && <p id="late">{<Counts />}</p>}
    </StrictMode>
  );
  const screen = show(page(false));
  flushSync(() => {
    votes.dispatch('ann');
    votes.dispatch('bob');
  });
  const words = () => screen.text.replace(/backresume/, '');
  expect(words()).toBe('now: 1+1=2');
  flushSync(() => screen.find('button').click());
  expect(words()).toBe('after 2: 1+0=1');
  screen.render(page(true));
  expect(screen.find('#late').textContent).toBe('1+0=1');
  expect(() => votes.dispatch('ann')).toThrowError(expect.objectContaining({ code: 'hub/read-only-past' }));
  flushSync(() => screen.find('#resume').click());
  expect(words()).toBe('now: 1+1=21+1=2');
});

test('the journal is shown as it grows, the newest entries of it', async () => {
  const { hub, votes } = poll();
  const Log = () =>
    useJournal(hub, 2)
      .map(({ id, name }) => `${id} ${name}`)
      .join(', ');
  const screen = show(<Log />);
  expect(screen.text).toBe('1 votes');
  for (const name of ['ann', 'bob', 'ann']) votes.dispatch(name);
  await turn();
  expect(screen.text).toBe('3 vote for bob, 4 vote for ann');
});

test('a component that is gone is told of nothing', () => {
  const { hub, votes } = poll();
  let listeners = 0;
  const counted = {
    ...votes,
    subscribeShown(listener: () => void) {
      listeners += 1;
      const stop = votes.subscribeShown(listener);
      return () => {
        listeners -= 1;
        stop();
      };
    },
  };
  const Ann = () => useStore(counted, ({ ann = 0 }) => ann);
  const screen = show(
    <StrictMode>
      <Ann />
      <Ann />
    </StrictMode>,
  );
  expect(listeners).toBe(2);
  screen.render(null);
  expect([listeners, hub.journal.lastId]).toEqual([0, 1]);
});
