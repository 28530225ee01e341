import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeOffice } from '../../../../samples/admin/fill/made-office.ts';
import { openOfficeFile } from '../../../../samples/admin/store/office-file.ts';
import { changePost, findPost, listPosts } from '../../../../samples/admin/store/posts.ts';
import { listUsers, suspendUser } from '../../../../samples/admin/store/users.ts';
import { POST_SORTS, POST_STATES } from '../wire/post.ts';
import { USER_SORTS } from '../wire/user.ts';
import { matchesPost, matchesUser } from './matches.ts';

const sample = madeOffice();
const file = openOfficeFile(':memory:', sample);
const ids = sample.posts.map(({ id }) => id);
const words = fc.oneof(
  fc.constant(''),
  fc.constantFrom('how', 'BREAD', ' the', 'Ö', 'q'),
  fc.constantFrom(...sample.posts.map(({ title }) => title.slice(3, 9))),
);
const tags = fc.constantFrom('', 'asking', 'solved', 'nowhere');

const postFilter = fc.record({
  state: fc.constantFrom(...POST_STATES, 'any' as const),
  tag: tags,
  search: words.map((word) => word.trim()),
  sort: fc.constantFrom(...POST_SORTS),
  page: fc.constant(0),
});

test('a list holds the posts that match here, no more and no fewer', () => {
  fc.assert(
    fc.property(
      postFilter,
      fc.constantFrom(...ids),
      fc.constantFrom(...POST_STATES),
      fc.constantFrom('Öl', 'Bread again', 'HOW'),
      (filter, id, state, title) => {
        changePost(file, id, { state, title });
        const listed = new Set<string>();
        const { total } = listPosts(file, filter);
        for (let page = 0; page * 20 < total; page += 1)
          for (const post of listPosts(file, { ...filter, page }).rows) listed.add(post.id);
        const matching = ids.filter((one) => matchesPost(filter, findPost(file, one)));
        expect(listed).toEqual(new Set(matching));
      },
    ),
    cases(60),
  );
});

test('a list of users holds those that match here', () => {
  const userFilter = fc.record({
    search: fc.constantFrom('', 'a', 'AN', 'zz'),
    isSuspendedOnly: fc.boolean(),
    sort: fc.constantFrom(...USER_SORTS),
    page: fc.constant(0),
  });
  fc.assert(
    fc.property(
      userFilter,
      fc.constantFrom(...sample.users.map(({ id }) => id)),
      fc.boolean(),
      (filter, id, isSuspended) => {
        const user = suspendUser(file, id, isSuspended);
        const { total } = listUsers(file, filter);
        const listed = new Set<string>();
        for (let page = 0; page * 20 < total; page += 1)
          for (const one of listUsers(file, { ...filter, page }).rows) listed.add(one.id);
        expect(listed.has(id)).toBe(matchesUser(filter, user));
      },
    ),
    cases(100),
  );
});
