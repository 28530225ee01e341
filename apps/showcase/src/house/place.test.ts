import { expect, test } from 'vitest';
import {
  addressElsewhere,
  addressHere,
  canonicalAddress,
  documentNameOf,
  pathOfPlace,
  pathOfPlainRoom,
  pathOfRoom,
  placeFromPath,
} from './place.ts';

test.each([
  ['/', { kind: 'plan' }],
  ['/page/welcome', { kind: 'room', room: 'page', document: 'welcome' }],
  ['/page/welcome/', { kind: 'room', room: 'page', document: 'welcome' }],
  ['/page', { kind: 'room', room: 'page', document: 'welcome' }],
  ['/board', { kind: 'room', room: 'board', document: 'roadmap' }],
  ['/board/floor-plan', { kind: 'room', room: 'board', document: 'floor-plan' }],
  ['/page/caf%C3%A9%2Fmenu', { kind: 'room', room: 'page', document: 'café/menu' }],
  ['/attic', { kind: 'unknown', path: '/attic' }],
  ['/blog/journal/p%201', { kind: 'room', room: 'blog', document: 'journal', item: 'p 1' }],
  ['/blog/journal/a/b', { kind: 'unknown', path: '/blog/journal/a/b' }],
  ['/blog/journal/%E0%A4%A', { kind: 'unknown', path: '/blog/journal/%E0%A4%A' }],
  ['/dashboard', { kind: 'plain-room', room: 'dashboard', inside: [] }],
  ['/dashboard/', { kind: 'plain-room', room: 'dashboard', inside: [] }],
  ['/dashboard/cellar', { kind: 'unknown', path: '/dashboard/cellar' }],
  ['/page/a/b', { kind: 'unknown', path: '/page/a/b' }],
  ['/page/%E0%A4%A', { kind: 'unknown', path: '/page/%E0%A4%A' }],
])('%s leads to its place', (path, place) => {
  expect(placeFromPath(path)).toEqual(place);
});

test('every place has an address that leads back to it', () => {
  for (const document of ['welcome', 'a b', 'café/menu', '100 %', '?doc=x#y']) {
    const place = { kind: 'room', room: 'board', document } as const;
    expect(placeFromPath(pathOfPlace(place))).toEqual(place);
    const post = { kind: 'room', room: 'blog', document: 'journal', item: document } as const;
    expect(placeFromPath(pathOfPlace(post))).toEqual(post);
  }
  const dashboard = { kind: 'plain-room', room: 'dashboard', inside: [] } as const;
  expect(placeFromPath(pathOfPlace(dashboard))).toEqual(dashboard);
});

test('the way into a plain room is escaped part by part', () => {
  expect(pathOfPlainRoom('dashboard', ['a b', 'c/d'])).toBe('/dashboard/a%20b/c%2Fd');
});

test('a page keeps the name that it always had, and a board has the room’s before its own', () => {
  expect(documentNameOf('page', 'welcome')).toBe('welcome');
  expect(documentNameOf('board', 'roadmap')).toBe('board/roadmap');
});

test.each([
  ['/?doc=shopping', '/page/shopping'],
  ['/?doc=a/b&window=one&as=visitor', '/page/a%2Fb?window=one&as=visitor'],
  ['/?doc=', '/'],
  ['/board', '/board/roadmap'],
  ['/page/welcome/?as=visitor', '/page/welcome?as=visitor'],
  ['/dashboard/?as=visitor', '/dashboard?as=visitor'],
])('the old or short address %s stands for %s', (address, canonical) => {
  expect(canonicalAddress(new URL(address, 'http://house'))).toBe(canonical);
});

test.each(['/', '/?window=one', '/dashboard', '/page/welcome', '/page/a%20b?as=visitor', '/attic/stairs'])(
  'the address %s is right as it is',
  (address) => {
    expect(canonicalAddress(new URL(address, 'http://house'))).toBeUndefined();
  },
);

test('navigation keeps who this window is; a link for another window keeps only the person', () => {
  const search = '?window=one&as=visitor&campaign=x';
  expect(addressHere(pathOfRoom('page'), search)).toBe('/page/welcome?window=one&as=visitor');
  expect(addressElsewhere('/', search)).toBe('/?as=visitor');
  expect(addressElsewhere('/', '')).toBe('/');
});
