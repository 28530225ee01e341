import { type Chance, pick, seeded } from '../seeded.ts';
import { CASES, type Case } from './cases.ts';
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
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/**
 * An invented community of people who make and mend things. What it says depends on the seed and on the numbers that
 * are asked for, not on the order of asking, so that millions of rows need no memory.
 */
export class Community {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
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

  /** What a post is about. */
  caseOf(post: number): Case {
    const at = Math.floor(this.chanceOf('case', post)() * CASES.length);
    const found = CASES[at] ?? CASES[0];
    if (found === undefined) throw new Error('The community has nothing to talk about.');
    return found;
  }

  /** A post: a question, or what somebody found out. */
  writing(post: number): Writing {
    const chance = this.chanceOf('writing', post);
    const say = this.#speaker(post, chance);
    if (chance() < 0.6) {
      const request = chance() < 0.8 ? [say(REQUESTS)] : [];
      return {
        title: say(QUESTION_TITLES),
        paragraphs: [say(QUESTION_OPENINGS), say(ATTEMPTS), ...request],
      };
    }
    const closing = chance() < 0.7 ? [say(CLOSINGS)] : [];
    return { title: say(ANSWER_TITLES), paragraphs: [say(EXPLANATIONS), say(REMEDIES), ...closing] };
  }

  /** A remark on a post, by a number of its own. */
  remark(post: number, comment: number): string {
    return this.#speaker(post, this.chanceOf('remark', comment))(COMMENTS);
  }

  /**
   * What is said to a post, in an order of the post's own. None of the first `COMMENTS.length ** 2` says what another
   * said: after a round of single remarks they say two in a row.
   * @param nth from 0
   */
  remarkInThread(post: number, nth: number): string {
    const order = this.chanceOf('thread', post);
    const start = Math.floor(order() * COMMENTS.length);
    const about = this.caseOf(post);
    const chance = this.chanceOf(`remark ${nth}`, post);
    const place = pick(chance, PLACES);
    const since = pick(chance, TIMES);
    const say = (at: number) => phraseAt(start + at)(about, place, since);
    const round = Math.floor(nth / COMMENTS.length) % COMMENTS.length;
    return round === 0 ? say(nth) : `${say(nth)} ${say(nth + round)}`;
  }

  #speaker(post: number, chance: Chance): (phrases: readonly [Phrase, ...Phrase[]]) => string {
    const about = this.caseOf(post);
    const place = pick(chance, PLACES);
    const since = pick(chance, TIMES);
    return (phrases) => pick(chance, phrases)(about, place, since);
  }
}

/** The phrases for comments, over and over. */
function phraseAt(index: number): Phrase {
  return COMMENTS[index % COMMENTS.length] ?? COMMENTS[0];
}
