import type { ContenderOptions, Meter } from '../contest/meter.ts';
import { settledBytes } from '../contest/settled-bytes.ts';
import { Stopwatch } from '../contest/stopwatch.ts';
import { consume, type Timed, timedMeter } from '../contest/timed-meter.ts';
import { itemAt } from '../entities/item-at.ts';
import { checkChat, checkNumbers, checkSocial } from './check-selectors.ts';
import type {
  ChatSelectors,
  NumberTable,
  SelectorsUnderTest,
  SocialSelectors,
} from './selector-contender.ts';
import { makeChatData, makeSocialData, SIZES } from './social-data.ts';

const CHANNEL = 'channel-1';

/** All that is measured of selectors and of the state under them, as far as the implementation can do it. */
export async function selectorMeters(
  { openSocial, openChat, openNumbers, canBeWornOut = false }: SelectorsUnderTest,
  options: ContenderOptions,
): Promise<readonly Meter[]> {
  const timed: Timed[] = [];
  if (openSocial !== undefined) {
    const data = makeSocialData();
    const postIds = data.posts.slice(0, SIZES.selectedPosts).map(({ id }) => id);
    checkSocial(openSocial(data), data, postIds);
    timed.push(...selectingPosts(openSocial(data), postIds));
  }
  if (openChat !== undefined) {
    const data = makeChatData();
    checkChat(openChat(data), data, CHANNEL);
    timed.push(...viewingChannel(openChat(data)));
  }
  if (openNumbers !== undefined) {
    const ids = Array.from({ length: SIZES.updatedRows }, (_, index) => `row-${index}`);
    checkNumbers(openNumbers(ids), ids);
    timed.push(...updating(openNumbers(ids), ids));
  }
  const meters = timed.map((entry) => timedMeter(entry, options));
  return openNumbers === undefined
    ? meters
    : [...meters, growthMeter(openNumbers), ...(canBeWornOut ? [wearMeter(openNumbers, options)] : [])];
}

function selectingPosts(selectors: SocialSelectors, postIds: readonly string[]): readonly Timed[] {
  let count = 0;
  const sumOf = (details: readonly { readonly engagement: number }[]) =>
    details.reduce((sum, { engagement }) => sum + engagement, 0);
  return [
    {
      ...cell('post-details-100', 'total', SIZES.posts),
      run: (operations) => timeEach(operations, () => consume(sumOf(selectors.freshDetails(postIds)))),
    },
    {
      ...cell('post-details-100', 'after-change', SIZES.posts),
      run: (operations) =>
        timeEach(
          operations,
          () => consume(sumOf(selectors.details(postIds))),
          () => {
            count += 1;
            const postId = itemAt(postIds, count % postIds.length);
            selectors.addComment({ id: `later-${count}`, postId, authorId: 'user-1', text: 'Later' });
          },
        ),
    },
  ];
}

function viewingChannel(selectors: ChatSelectors): readonly Timed[] {
  let count = 0;
  return [
    {
      ...cell('chat-channel', 'total', SIZES.messages),
      run: (operations) => timeEach(operations, () => consume(selectors.freshView(CHANNEL).unreadCount)),
    },
    {
      ...cell('chat-channel', 'after-change', SIZES.messages),
      run: (operations) =>
        timeEach(
          operations,
          () => consume(selectors.view(CHANNEL).unreadCount),
          () => {
            count += 1;
            selectors.addMessage({
              id: `later-${count}`,
              // Now and then one in another channel.
              channelId: count % 4 === 0 ? 'channel-2' : CHANNEL,
              authorId: 'user-1',
              content: 'Later',
              timestamp: 1_900_000_000_000 + count,
            });
          },
        ),
    },
  ];
}

function updating(table: NumberTable, ids: readonly string[]): readonly Timed[] {
  let count = 0;
  return [
    {
      ...cell('state-update-1000', 'one', SIZES.updatedRows),
      run: (operations) =>
        timeEach(operations, () => {
          count += 1;
          table.setOne(itemAt(ids, (count * 7) % ids.length), count);
        }),
    },
    {
      ...cell('state-update-1000', 'all', SIZES.updatedRows),
      run: (operations) =>
        timeEach(operations, () => {
          count += 1;
          table.setAll(count);
        }),
    },
  ];
}

/** What ten thousand rows take. */
function growthMeter(openNumbers: (ids: readonly string[]) => NumberTable): Meter {
  const rows = 10_000;
  return {
    case: 'memory',
    metric: 'growth-10000',
    unit: 'bytes',
    n: rows,
    mostSamples: 1,
    sample() {
      const ids = Array.from({ length: rows }, (_, index) => `grown-${index}`);
      const before = settledBytes();
      const table = openNumbers(ids);
      const grown = settledBytes() - before;
      consume(table.valueOf('grown-1') ?? 0);
      return grown;
    },
  };
}

/** What stays behind after very many changes of one row at a time. */
function wearMeter(openNumbers: (ids: readonly string[]) => NumberTable, { quick }: ContenderOptions): Meter {
  const changes = quick ? 1_000 : 1_000_000;
  return {
    case: 'memory',
    metric: 'growth-after-updates',
    unit: 'bytes',
    n: changes,
    mostSamples: 1,
    sample() {
      const ids = Array.from({ length: SIZES.updatedRows }, (_, index) => `steady-${index}`);
      const table = openNumbers(ids);
      const change = (count: number) => table.setOne(itemAt(ids, count % ids.length), count);
      // The first changes fill what is bounded: histories, caches, compiled code.
      for (let count = 0; count < Math.min(changes, 20_000); count += 1) change(count);
      const before = settledBytes();
      for (let count = 0; count < changes; count += 1) change(count);
      return settledBytes() - before;
    },
  };
}

/** Does something so many times, with something off the clock before each. */
function timeEach(operations: number, timed: () => void, before?: () => void): number {
  const stopwatch = new Stopwatch();
  if (before === undefined) {
    stopwatch.start();
    for (let count = 0; count < operations; count += 1) timed();
    return stopwatch.stop();
  }
  let elapsedMs = 0;
  for (let count = 0; count < operations; count += 1) {
    before();
    stopwatch.start();
    timed();
    elapsedMs += stopwatch.stop();
  }
  return elapsedMs;
}

function cell(name: string, metric: string, n: number) {
  return { case: name, metric, n, unit: 'ms' as const };
}
