import { expect, test } from 'vitest';
import { findTableWrites } from './find-writes.ts';

function found(code: string): string[] {
  return findTableWrites('reducers.ts', code).map(({ kind, text }) => `${kind}: ${text}`);
}

test('writes through state.entities and state.ids are found', () => {
  expect(
    found(`
      state.entities[id].title = 'x';
      state.entities[id]!.likes += 1;
      state.entities[id].nested.deep.count++;
      (state.entities[id] as Post).title = 'x';
      state.entities[id] = post;
      delete state.entities[id];
      state.entities['a'].tags.push('x');
      state.entities[id]?.tags.splice(0, 1);
      Object.assign(state.entities[id], changes);
      state.ids.push(id);
      state.ids.sort();
      state.ids[0] = id;
      state.ids.length = 0;
      state.posts.entities[id].title = 'x';
    `),
  ).toEqual([
    "entity: state.entities[id].title = 'x'",
    'entity: state.entities[id]!.likes += 1',
    'entity: state.entities[id].nested.deep.count++',
    "entity: (state.entities[id] as Post).title = 'x'",
    'entities: state.entities[id] = post',
    'entities: delete state.entities[id]',
    "entity: state.entities['a'].tags.push('x')",
    'entity: state.entities[id]?.tags.splice(0, 1)',
    'entity: Object.assign(state.entities[id], changes)',
    'ids: state.ids.push(id)',
    'ids: state.ids.sort()',
    'ids: state.ids[0] = id',
    'ids: state.ids.length = 0',
    "entity: state.posts.entities[id].title = 'x'",
  ]);
});

test('writes by another name are found', () => {
  expect(
    found(`
      function a(state) { const post = state.entities[id]; if (post) post.title = 'a'; }
      function b(state) { const { entities, ids: all } = state; entities[id].title = 'b'; all.pop(); }
      function c(state) { const { [id]: post } = state.entities; post.title = 'c'; }
      function d({ entities }) { entities.x.title = 'd'; }
      function e(state) { for (const post of Object.values(state.entities)) post.title = 'e'; }
      function f(state) { for (const [key, post] of Object.entries(state.entities)) post.title = 'f'; }
      function g(state) { Object.values(state.entities).filter(isOld).forEach((post) => { post.title = 'g'; }); }
      function h(state) { state.ids.forEach((id) => { state.entities[id].title = 'h'; }); }
      function i(state) { let post; post = state.entities[id] ?? other; post.title = 'i'; }
      function j(state) { const { tags } = state.entities[id]; tags.push('j'); }
      function k(state) { const post = selectors.selectById(state, id); post.title = 'k'; }
      function l(state) { selectAll(state).find(isOld).title = 'l'; }
      function m(state) { [state.entities[a].rank, state.entities[b].rank] = [1, 2]; }
    `),
  ).toEqual([
    "entity: post.title = 'a'",
    "entity: entities[id].title = 'b'",
    'ids: all.pop()',
    "entity: post.title = 'c'",
    "entity: entities.x.title = 'd'",
    "entity: post.title = 'e'",
    "entity: post.title = 'f'",
    "entity: post.title = 'g'",
    "entity: state.entities[id].title = 'h'",
    "entity: post.title = 'i'",
    "entity: tags.push('j')",
    "entity: post.title = 'k'",
    "entity: selectAll(state).find(isOld).title = 'l'",
    'entity: [state.entities[a].rank, state.entities[b].rank] = [1, 2]',
    'entity: [state.entities[a].rank, state.entities[b].rank] = [1, 2]',
  ]);
});

test('what replaces a whole view works, and is named for its cost', () => {
  expect(found('state.entities = {}; state.ids = [];')).toEqual([
    'replaced: state.entities = {}',
    'replaced: state.ids = []',
  ]);
});

test('reads, copies and writes to other things are passed over', () => {
  expect(
    found(`
      const post = { ...state.entities[id] };
      post.title = 'x';
      const ids = [...state.ids];
      ids.sort();
      const copy = state.ids.slice();
      copy.push('x');
      Object.values(state.entities).sort(byTitle).reverse();
      state.selected = state.entities[id];
      state.counts[id] += 1;
      cache.set(id, state.entities[id]);
      list.push(state.entities[id].title);
      adapter.updateOne(state, { id, changes: { title: 'x' } });
      const title = state.entities[id].title.trim();
      function inner(post) { post.title = 'x'; }
      { const entities = {}; entities.x = 1; }
    `),
  ).toEqual([]);
});

test('a name means what it means where it stands', () => {
  expect(
    found(`
      const post = state.entities[id];
      function other() { const post = {}; post.title = 'fine'; }
      posts.forEach((post) => { post.title = 'fine'; });
      post.title = 'refused';
    `),
  ).toEqual(["entity: post.title = 'refused'"]);
});

test('a place is a line and a column, also in TSX', () => {
  const code = 'const View = () => (\n  <i onClick={() => { state.ids.push(1); }} />\n);';
  expect(findTableWrites('view.tsx', code)).toEqual([
    { kind: 'ids', line: 2, column: 23, text: 'state.ids.push(1)' },
  ]);
  expect(() => findTableWrites('broken.ts', 'const = ;')).toThrow(/broken\.ts/);
});
