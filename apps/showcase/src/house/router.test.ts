import { expect, test } from 'vitest';
import { createRouter, type RouterWindow } from './router.ts';

interface Entry {
  readonly state: unknown;
  readonly href: string;
}

/** The parts of a window that have to do with its address, with a history that can be gone back in. */
function fakeWindow(address: string): RouterWindow & { go(steps: number): void } {
  const entries: Entry[] = [{ state: null, href: new URL(address, 'http://house').href }];
  let at = 0;
  const listeners: (() => void)[] = [];
  const url = () => new URL(entries[at]?.href ?? '');
  return {
    location: {
      get href() {
        return url().href;
      },
      get pathname() {
        return url().pathname;
      },
      get search() {
        return url().search;
      },
    },
    history: {
      scrollRestoration: 'auto',
      get state() {
        return entries[at]?.state;
      },
      replaceState(state, _, href) {
        entries[at] = { state, href: new URL(href ?? '', url()).href };
      },
      pushState(state, _, href) {
        entries.splice(at + 1, entries.length, { state, href: new URL(href ?? '', url()).href });
        at += 1;
      },
    },
    addEventListener: (_, listener) => void listeners.push(listener),
    go(steps: number) {
      at += steps;
      for (const listener of listeners) listener();
    },
  };
}

function routerAt(address: string) {
  const window = fakeWindow(address);
  return { window, router: createRouter(window) };
}

test('going somewhere changes the address, keeps the window, and tells', () => {
  const { window, router } = routerAt('/?window=one');
  const told: string[] = [];
  router.subscribe(() => told.push(router.visit.place.kind));
  router.navigate('/page/welcome');
  expect(window.location.href).toBe('http://house/page/welcome?window=one');
  expect(router.visit).toEqual({
    place: { kind: 'room', room: 'page', document: 'welcome' },
    index: 1,
    turn: 1,
    tenant: undefined,
  });
  expect(told).toEqual(['room']);
});

test('going back comes to the same entry again, as a new turn', () => {
  const { window, router } = routerAt('/');
  router.navigate('/page/welcome');
  window.go(-1);
  expect(router.visit).toEqual({ place: { kind: 'plan' }, index: 0, turn: 2, tenant: undefined });
  window.go(1);
  expect(router.visit).toMatchObject({ place: { kind: 'room' }, index: 1, turn: 3 });
});

test('going to where one is makes no entry', () => {
  const { router } = routerAt('/page/welcome');
  router.navigate('/page/welcome');
  expect(router.visit).toMatchObject({ index: 0, turn: 0 });
});

test('an old address is replaced, so that going back does not come to it again', () => {
  const { window, router } = routerAt('/?doc=shopping&window=one');
  expect(window.location.href).toBe('http://house/page/shopping?window=one');
  expect(router.visit.place).toMatchObject({ room: 'page', document: 'shopping' });
});
