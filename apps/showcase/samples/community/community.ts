import { type Chance, pick, seeded } from '../seeded.ts';
import { drawRank, Shuffle, skewOf } from '../skew.ts';
import { CASES_BY_TOPIC, type Case } from './cases.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts';
import {
  ANSWER_TITLES,
  ATTEMPTS,
  CLOSINGS,
  COMMENTS,
  EXPLANATIONS,
  type Phrase,
  PLACES,
  QUESTION_OPENINGS,
  QUESTION_TITLES,
  REMEDIES,
  REQUESTS,
  TIMES,
} from './phrases.ts';

/** What somebody wrote: a title, and paragraphs of plain text. */
export interface Writing {
  readonly isQuestion: boolean;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/**
 * An invented community of people who make and mend things. What it says depends on the seed and on the numbers that
 * are asked for, not on the order of asking, so that millions of rows need no memory.
 */
export class Community {
  readonly #seed: number;
  readonly #topics: readonly string[];

  constructor(seed: number) {
    this.#seed = seed;
    const topics = [...CASES_BY_TOPIC.keys()];
    const shuffle = new Shuffle(topics.length, this.chanceOf('topics', 0));
    this.#topics = topics.map((_, place) => topics[shuffle.rankAt(place)] ?? '');
  }

  /** Chance of its own for one thing: the same whenever it is asked for. */
  chanceOf(kind: string, index: number): Chance {
    let hash = this.#seed ^ Math.imul(index + 1, 0x9e3779b1);
    for (const letter of kind) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x85ebca6b);
    return seeded(hash ^ (hash >>> 15));
  }

  nameOf(person: number): string {
    const chance = this.chanceOf('name', person);
    const name = `${pick(chance, GIVEN_NAMES)} ${pick(chance, FAMILY_NAMES)}`;
    // With many people names come again, as they do in life; a middle letter tells some of them apart.
    return chance() < 0.9
      ? name
      : name.replace(' ', ` ${String.fromCharCode(65 + Math.floor(chance() * 26))}. `);
  }

  /** What is talked about, the most popular topic first: another one in each community. */
  get topics(): readonly string[] {
    return this.#topics;
  }

  /** What a post is about: mostly a popular topic, unless it must be a certain one. */
  caseOf(post: number, topic?: string): Case {
    const chance = this.chanceOf('case', post);
    const drawn = this.#topics[drawRank(chance, skewOf(this.#topics.length, 0))];
    return pick(chance, casesOf(topic ?? drawn));
  }

  /** A post: a question, or what somebody found out. */
  writing(post: number, topic?: string): Writing {
    const chance = this.chanceOf('writing', post);
    const say = speaker(this.caseOf(post, topic), chance);
    if (chance() < 0.6) {
      const request = chance() < 0.8 ? [say(REQUESTS)] : [];
      return {
        isQuestion: true,
        title: say(QUESTION_TITLES),
        paragraphs: [say(QUESTION_OPENINGS), say(ATTEMPTS), ...request],
      };
    }
    const closing = chance() < 0.7 ? [say(CLOSINGS)] : [];
    return {
      isQuestion: false,
      title: say(ANSWER_TITLES),
      paragraphs: [say(EXPLANATIONS), say(REMEDIES), ...closing],
    };
  }

  /** A remark on a post. */
  remark(post: number, comment: number, topic?: string): string {
    return speaker(this.caseOf(post, topic), this.chanceOf('remark', comment))(COMMENTS);
  }

  /**
   * What is said to a post in a place of its thread, from 0. Of the first `COMMENTS.length ** 2` remarks none repeats
   * another: once each has been made, two are made at once.
   */
  remarkInThread(post: number, place: number): string {
    const about = this.caseOf(post);
    const order = new Shuffle(COMMENTS.length, this.chanceOf('thread', post));
    const chance = this.chanceOf(`remark ${place}`, post);
    const where = pick(chance, PLACES);
    const since = pick(chance, TIMES);
    const say = (at: number) =>
      (COMMENTS[order.rankAt(at % COMMENTS.length)] ?? COMMENTS[0])(about, where, since);
    const round = Math.floor(place / COMMENTS.length) % COMMENTS.length;
    return round === 0 ? say(place) : `${say(place)} ${say(place + round)}`;
  }
}

function speaker(about: Case, chance: Chance): (phrases: readonly [Phrase, ...Phrase[]]) => string {
  const place = pick(chance, PLACES);
  const since = pick(chance, TIMES);
  return (phrases) => pick(chance, phrases)(about, place, since);
}

function casesOf(topic: string | undefined): readonly [Case, ...Case[]] {
  const [first, ...others] = CASES_BY_TOPIC.get(topic ?? '') ?? [];
  if (first === undefined) throw new Error(`Nobody has anything to say about ${topic}.`);
  return [first, ...others];
}
