import { configureStore } from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { memo, StrictMode, startTransition, useLayoutEffect, useState } from 'react';
import { Provider, useDispatch, useSelector } from 'react-redux';
import { expect, test } from 'vitest';
import { joinHub } from './join-hub.ts';
import { notes, saw, wrote } from './testing/notes.ts';
import { show } from './testing/screen.ts';

type State = ReturnType<typeof notes.reducer>;

function notesApp() {
  const hub = createHub();
  const store = configureStore({ reducer: notes.reducer, enhancers: joinHub(hub, 'notes') });
  return { hub, store };
}

function Texts() {
  return <p>{useSelector(({ texts }: State) => texts.join(' '))}</p>;
}

function Write({ text }: { readonly text: string }) {
  const dispatch = useDispatch();
  return (
    <button type="button" onClick={() => dispatch(wrote(text))}>
      {useSelector(({ texts }: State) => texts.length)}
    </button>
  );
}

test('components show the past, mount and write in it, and show the present again', () => {
  const { hub, store } = notesApp();
  const page = (more: boolean) => (
    <StrictMode>
      <Provider store={store}>
        <Write text="more" />
        <Texts />
        {more && <Texts />}
      </Provider>
    </StrictMode>
  );
  const screen = show(page(false));
  screen.click('button');
  screen.click('button');
  expect(screen.text).toBe('2more more');
  hub.time.goTo(2);
  screen.render(page(false));
  expect(screen.text).toBe('1more');
  screen.render(page(true));
  expect(screen.text).toBe('1moremore');
  screen.click('button');
  expect([screen.text, hub.journal.lastId]).toEqual(['1moremore', 4]);
  screen.render(page(false));
  hub.time.resume();
  screen.render(page(false));
  expect(screen.text).toBe('3more more more');
});

test('a component renders once for another time, and for nothing that happens underneath', async () => {
  const { hub, store } = notesApp();
  store.dispatch(wrote('one'));
  let renders = 0;
  const Seen = memo(() => {
    renders += 1;
    return useSelector(({ seen }: State) => seen);
  });
  const screen = show(
    <Provider store={store}>
      <Seen />
    </Provider>,
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  store.dispatch(saw());
  await settled();
  expect([screen.text, renders]).toEqual(['1', 2]);
  hub.time.goTo(1);
  await settled();
  expect([screen.text, renders]).toEqual(['0', 3]);
  for (let count = 0; count < 10; count += 1) store.dispatch(saw());
  await settled();
  expect([screen.text, renders]).toEqual(['0', 3]);
  hub.time.resume();
  await settled();
  expect([screen.text, renders]).toEqual(['11', 4]);
});

test('no commit shows two times at once, even when another time is shown in the middle of a transition', async () => {
  const { hub, store } = notesApp();
  for (let count = 0; count < 5; count += 1) store.dispatch(saw());
  const commits: string[] = [];
  let travels: (() => void)[] = [];
  const Slow = memo(({ at }: { readonly at: number; readonly round: number }) => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    // A render in the middle of a tree gives the page time for others; one of those shows another time.
    if (at === 10) queueMicrotask(() => travels.shift()?.());
    return <i>{useSelector(({ seen }: State) => seen)}</i>;
  });
  let next = () => {};
  function Page() {
    const [round, setRound] = useState(0);
    next = () => startTransition(() => setRound((before) => before + 1));
    useLayoutEffect(() => {
      commits.push([...document.querySelectorAll('i')].map(({ textContent }) => textContent).join(' '));
    });
    return Array.from({ length: 20 }, (_, at) => <Slow key={at} at={at} round={round} />);
  }
  const observer = new MutationObserver(() =>
    commits.push([...document.querySelectorAll('i')].map(({ textContent }) => textContent).join(' ')),
  );
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  show(
    <Provider store={store}>
      <Page />
    </Provider>,
  );
  travels = [2, 4, 6, 3].map((id) => () => hub.time.goTo(id));
  travels.push(
    () => store.dispatch(saw()),
    () => hub.time.resume(),
  );
  while (travels.length > 0) {
    next();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  observer.disconnect();
  const shown = commits.map((commit) => [...new Set(commit.split(' '))]);
  expect(shown.filter((values) => values.length !== 1)).toEqual([]);
  expect(new Set(shown.flat())).toEqual(new Set(['5', '1', '3', '2', '6']));
});
