import { expect, test } from 'vitest';
import { officeDesks } from '../../testing/office-desks.ts';
import { createBrowser, type OpenDesk } from '../../testing/open-desk.ts';
import { postsActions } from '../posts-slice.ts';
import { wentTo } from '../ui-slice.ts';
import { allowed, forbidden } from './usage-slice.ts';

const office = officeDesks();

async function allow({ office: { store, api } }: OpenDesk): Promise<void> {
  const { data } = await store.dispatch(api.endpoints.getAbout.initiate());
  store.dispatch(allowed({ address: data?.usage ?? '' }));
}

/** What the server has counted. */
async function counted({ office: { store, api } }: OpenDesk) {
  const { data } = await store.dispatch(api.endpoints.getUsage.initiate(undefined, { forceRefetch: true }));
  return data;
}

const isReported = () => office.server.requests.some((request) => request.startsWith('POST /usage/'));

test('nobody is counted who has not said so, and nothing that was done before is sent afterwards', async () => {
  const mara = await office.open();
  await mara.signIn();
  mara.office.store.dispatch(wentTo('users'));
  await allow(mara);
  mara.office.store.dispatch(postsActions.filtered({ state: 'hidden', search: 'a secret word' }));
  expect(isReported()).toBe(false);
  // Leaving hands over what is left.
  await mara.close();
  expect(mara.beacons.join()).not.toContain('Went to a list');
  expect(mara.beacons.join()).toContain('Chose other posts');
  expect(mara.beacons.join()).not.toContain('a secret word');
});

test('what is counted comes to the server once, with secrets taken out, and the consent is remembered', async () => {
  const browser = createBrowser();
  const mara = await office.open(browser);
  await mara.signIn();
  await allow(mara);
  const { store } = mara.office;
  for (let count = 0; count < 50; count += 1)
    store.dispatch(postsActions.filtered({ search: `word ${count}` }));
  await mara.until(({ offline }) => offline.entries.length === 1);
  await mara.until(({ offline }) => offline.entries.length === 0);
  const [line] = (await counted(mara)) ?? [];
  expect(line).toMatchObject({ name: 'Chose other posts', count: 50 });
  expect(line?.properties.search).toMatch(/^⟦secret:/);
  await mara.close();
  const again = await office.open(browser);
  expect(again.office.store.getState().usage.consent).toBe('given');
});

test('consent that is taken back takes what waits out of the queue', async () => {
  const mara = await office.open();
  await mara.signIn();
  await allow(mara);
  const { store, api } = mara.office;
  await store.dispatch(api.endpoints.setFault.initiate({ mode: 'unreachable', share: 1 })).unwrap();
  for (let count = 0; count < 50; count += 1) store.dispatch(wentTo('users'));
  await mara.until(({ offline }) => offline.entries.some(({ attempts }) => attempts > 0));
  store.dispatch(forbidden());
  await mara.until(({ offline }) => offline.entries.length === 0);
  await store.dispatch(api.endpoints.setFault.initiate({ mode: 'well', share: 1 })).unwrap();
  expect(await counted(mara)).toEqual([]);
});
