import { type Chance, pick, seeded } from '../../../../samples/seeded.ts';
import { ME } from './feed-schema.ts';
import {
  engagementOf,
  followId,
  type SocialData,
  type SocialFollow,
  type SocialPost,
  type SocialUser,
} from './social-data.ts';

/** What is to be made. */
export interface MadePostsOptions {
  readonly posts: number;
  readonly people: number;
  readonly seed: number;
  /** Between which times the posts were written, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const FIRST: readonly [string, ...string[]] = [
  'Ada',
  'Ben',
  'Chidi',
  'Dora',
  'Edo',
  'Fay',
  'Goran',
  'Hana',
  'Ines',
  'Jun',
  'Kofi',
  'Lena',
  'Milo',
  'Nadia',
  'Oscar',
  'Priya',
  'Quentin',
  'Rosa',
  'Sami',
  'Tilda',
];
const LAST: readonly [string, ...string[]] = [
  'Arbor',
  'Brook',
  'Cliff',
  'Dale',
  'Elm',
  'Ford',
  'Grove',
  'Heath',
  'Isle',
  'Knoll',
  'Lake',
  'Marsh',
  'North',
  'Orchard',
  'Pond',
  'Quarry',
  'Ridge',
  'Shore',
  'Thorn',
  'Vale',
];
/** Shares no factor with the number of names, so that each comes up before one does again. */
const NAME_STEP = 7_919;
const OPENINGS: readonly [string, ...string[]] = [
  'How do you',
  'Why does nobody',
  'What I learned when I tried to',
  'A better way to',
  'Is it wise to',
  'Notes on how to',
];
const DEEDS: readonly [string, ...string[]] = [
  'mend',
  'tune',
  'carry',
  'store',
  'paint',
  'measure',
  'share',
  'clean',
];
const THINGS: readonly [string, ...string[]] = [
  'an old clock',
  'a wooden boat',
  'a bread oven',
  'the garden pump',
  'a bicycle hub',
  'a paper map',
  'a rain barrel',
  'the workshop lamp',
];
const REMARKS: readonly [string, ...string[]] = [
  'It took two evenings, and most of that was looking for the right screws.',
  'My neighbour does it the other way round, and hers has lasted for ten years.',
  'The book says to wait a day. An hour was enough.',
  'I measured three times and it still came out too short.',
  'Oil it first. Then oil it again.',
  'If somebody has tried this in winter, I would like to hear how it went.',
];

/**
 * Made-up people and what they write, who follow each other, and some of whom the reader follows. The same options give
 * the same data.
 */
export function madeData({ posts, people, seed, fromMs, toMs }: MadePostsOptions): SocialData {
  const chance = seeded(seed);
  const users = Array.from({ length: people }, (_, at) => madeUser(chance, at));
  const follows: SocialFollow[] = [];
  for (const { id: who } of users) {
    for (let count = 0; count < 3; count += 1) {
      const whom = pick(chance, [`made-0`, ...users.map(({ id }) => id)]);
      if (whom !== who) follows.push({ id: followId(who, whom), who, whom });
    }
  }
  const written = Array.from({ length: posts }, (_, at) => {
    const createdAt = Math.round(fromMs + chance() * (toMs - fromMs));
    return madePost(chance, { id: `made-post-${at}`, author: madeId(chance, people), createdAt });
  });
  const byId = new Map(follows.map((follow) => [follow.id, follow]));
  return { users, posts: written, comments: [], follows: [...byId.values()] };
}

/** One post of one of so many made-up people, as it would arrive now. */
export function madeArrival(chance: Chance, arrival: number, people: number, createdAt: number): SocialPost {
  return {
    ...madePost(chance, { id: `arrival-${arrival}`, author: madeId(chance, people), createdAt }),
    arrival,
  };
}

/** Whom the reader follows before they have chosen: of the authors with the most posts so many, in that order. */
export function firstFollows(posts: readonly SocialPost[], count: number): readonly SocialFollow[] {
  const written = new Map<string, number>();
  for (const { author } of posts) written.set(author, (written.get(author) ?? 0) + 1);
  const busiest = [...written].sort(([, one], [, other]) => other - one).slice(0, count);
  return busiest.map(([whom]) => ({ id: followId(ME, whom), who: ME, whom }));
}

function madeUser(chance: Chance, at: number): SocialUser {
  const turn = (at * NAME_STEP) % (FIRST.length * LAST.length);
  const name = `${FIRST[turn % FIRST.length]} ${LAST[Math.floor(turn / FIRST.length)]}`;
  return { id: `made-${at}`, name, reputation: Math.floor(chance() ** 3 * 900), address: '' };
}

function madeId(chance: Chance, people: number): string {
  return `made-${Math.floor(chance() ** 1.6 * people)}`;
}

function madePost(
  chance: Chance,
  given: { readonly id: string; readonly author: string; readonly createdAt: number },
): SocialPost {
  const title = `${pick(chance, OPENINGS)} ${pick(chance, DEEDS)} ${pick(chance, THINGS)}`;
  const paragraphs = Array.from(
    { length: 1 + Math.floor(chance() * 3) },
    () => `<p>${pick(chance, REMARKS)}</p>`,
  );
  const score = Math.floor(chance() ** 4 * 40);
  return {
    ...given,
    title,
    body: paragraphs.join(''),
    score,
    engagement: engagementOf(score, 0),
    arrival: 0,
    license: '',
    address: '',
  };
}
