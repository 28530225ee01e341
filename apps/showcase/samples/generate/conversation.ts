import type { Community } from '../community/community.ts';
import type { Chance } from '../seeded.ts';
import { drawRank, type Skew } from '../skew.ts';

/** One message of a conversation. `answered` and `thread` are places in it: undefined, it answers nothing. */
interface Said {
  readonly speaker: number;
  readonly text: string;
  readonly answered: number | undefined;
  /** Where what it answers began: with itself, unless it answers. */
  readonly thread: number;
  /** Since the message before it. */
  readonly pauseMs: number;
}

const MOST = 40;
const SECOND_MS = 1_000;
const SHORTEST_PAUSE_S = 15;
const LONGEST_PAUSE_S = 900;

/** A few people about one thing of a topic, from the question on. Messages are asked for one after the other. */
export class Conversation {
  /** How many messages it has: mostly a handful, at times many. */
  readonly size: number;
  /** How much later than it could it begins, in messages. */
  readonly delay: number;
  readonly #community: Community;
  readonly #number: number;
  readonly #topic: string;
  readonly #circle: readonly number[];
  readonly #speakers: number[] = [];
  readonly #threads: number[] = [];

  /** `number`: no two conversations of a community have the same. */
  constructor(community: Community, number: number, topic: string, people: Skew) {
    this.#community = community;
    this.#number = number;
    this.#topic = topic;
    const chance = community.chanceOf('conversation', number);
    this.size = Math.min(MOST, 2 + Math.floor(5 * -Math.log(1 - chance())));
    this.delay = chance() * this.size;
    this.#circle = circleOf(chance, people);
  }

  message(place: number): Said {
    const chance = this.#community.chanceOf('message', this.#number + place);
    const answered = place > 0 && chance() < 0.65 ? this.#answeredBy(place, chance) : undefined;
    const thread = answered === undefined ? place : (this.#threads[answered] ?? answered);
    const speaker = this.#speakerAfter(answered ?? place - 1, chance);
    this.#threads.push(thread);
    this.#speakers.push(speaker);
    const pauseMs =
      place === 0 ? 0 : SECOND_MS * Math.ceil(SHORTEST_PAUSE_S + LONGEST_PAUSE_S * chance() ** 3);
    return { speaker, text: this.#words(place), answered, thread, pauseMs };
  }

  /** Mostly the last one, or not long before it. */
  #answeredBy(place: number, chance: Chance): number {
    return place - 1 - Math.floor(Math.min(place, 4) * chance() ** 2);
  }

  /** Somebody of the circle, other than whoever spoke; it began with the first of them. */
  #speakerAfter(place: number, chance: Chance): number {
    const circle = this.#circle;
    const before = circle.indexOf(this.#speakers[place] ?? -1);
    const next = before === -1 ? 0 : before + 1 + Math.floor(chance() * (circle.length - 1));
    return circle[next % circle.length] ?? 0;
  }

  #words(place: number): string {
    if (place > 1) return this.#community.remark(this.#number, this.#number + place, this.#topic);
    const [opening = '', next = ''] = this.#community.writing(this.#number, this.#topic).paragraphs;
    return place === 0 ? opening : next;
  }
}

/** Two to five different people. */
function circleOf(chance: Chance, people: Skew): readonly number[] {
  const circle = new Set<number>();
  for (let left = 2 + Math.floor(chance() * 4); left > 0; left -= 1) {
    let person = drawRank(chance, people);
    while (circle.has(person)) person = (person + 1) % people.count;
    circle.add(person);
  }
  return [...circle];
}
