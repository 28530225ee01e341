import { Community } from '../community/community.ts';
import type { Chance } from '../seeded.ts';
import { drawRank, partOf, Shuffle, type Skew, skewOf } from '../skew.ts';
import { Conversation } from './conversation.ts';
import type { GeneratedRow } from './generated-row.ts';
import { timeWhen, writtenBefore } from './rhythm.ts';

const PLACES = ['north side', 'mill lane', 'harbour', 'old school', 'allotments', 'station'] as const;
const REACTIONS = ['👍', '🙏', '😄', '🎉', '🤔'] as const;
const DAY_MS = 86_400_000;
const DAYS = 28;
const UNTIL_MS = Date.UTC(2026, 1, 2);
/** The busiest hundredth of the people writes a fifth to a quarter; a few messages get most of the reactions. */
const BUSIEST = 0.003;
const MOST_LIKED = 0.01;

interface Chat {
  readonly community: Community;
  readonly people: Skew;
  readonly channels: Skew;
  readonly messages: number;
}

/**
 * People, channels, messages and reactions, `entities` of them together. Messages come channel by channel, in the order
 * of time. They belong to conversations, each about one thing that is the channel's topic; an answer names what it answers
 * (`replyTo`) and where that began (`thread`).
 */
export function* generateChat(entities: number, seed: number): Generator<GeneratedRow> {
  const people = Math.max(6, Math.round(entities * 0.05));
  const channels = Math.max(2, Math.round(entities * 0.002));
  const reactions = Math.round(entities * 0.15);
  const chat: Chat = {
    community: new Community(seed),
    people: skewOf(people, BUSIEST),
    channels: skewOf(channels, 0.1),
    messages: entities - people - channels - reactions,
  };
  for (let person = 0; person < people; person += 1)
    yield { table: 'people', row: { id: personId(person), name: chat.community.nameOf(person) } };
  for (let channel = 0; channel < channels; channel += 1) {
    const topic = topicOf(chat, channel);
    yield { table: 'channels', row: { id: `k${channel + 1}`, name: nameOf(chat, channel), topic } };
  }
  for (let channel = 0, first = 0; channel < channels; channel += 1) {
    const count = partOf(chat.messages, chat.channels, channel);
    yield* messagesIn(chat, channel, first, count);
    first += count;
  }
  yield* reactionsTo(chat, reactions);
}

function topicOf({ community }: Chat, channel: number): string {
  return community.topics[channel % community.topics.length] ?? '';
}

function nameOf(chat: Chat, channel: number): string {
  const topic = topicOf(chat, channel);
  const turn = Math.floor(channel / chat.community.topics.length);
  if (turn === 0) return topic;
  const place = PLACES[(turn - 1) % PLACES.length] ?? PLACES[0];
  const again = Math.floor((turn - 1) / PLACES.length);
  return again === 0 ? `${topic}, ${place}` : `${topic}, ${place} ${again + 1}`;
}

/** `count` messages of a channel, numbered from `first` on: conversations, begun when people write. */
function* messagesIn(chat: Chat, channel: number, first: number, count: number): Generator<GeneratedRow> {
  const from = writtenBefore(UNTIL_MS - DAYS * DAY_MS);
  const span = writtenBefore(UNTIL_MS) - from;
  let at = 0;
  for (let done = 0; done < count; ) {
    const conversation = new Conversation(chat.community, first + done, topicOf(chat, channel), chat.people);
    const size = Math.min(conversation.size, count - done);
    const begun = timeWhen(from + (span * (done + conversation.delay)) / count);
    at = Math.max(begun, at);
    for (let place = 0; place < size; place += 1) {
      const said = conversation.message(place);
      at = Math.min(at + said.pauseMs, UNTIL_MS);
      const { text } = said;
      const answers =
        said.answered === undefined
          ? {}
          : {
              replyTo: messageId(first + done + said.answered),
              thread: messageId(first + done + said.thread),
            };
      yield {
        table: 'messages',
        row: {
          id: messageId(first + done + place),
          channel: `k${channel + 1}`,
          author: personId(said.speaker),
          text,
          at,
          ...answers,
        },
      };
    }
    done += size;
  }
}

/** Each message has a few or none; nobody gives the same one twice. */
function* reactionsTo({ community, people, messages }: Chat, total: number): Generator<GeneratedRow> {
  const liked = skewOf(messages, MOST_LIKED);
  const ranks = new Shuffle(messages, community.chanceOf('ranks', 0));
  let reaction = 0;
  for (let message = 0; message < messages; message += 1) {
    const chance = community.chanceOf('reactions', message);
    const given = new Set<string>();
    for (let left = partOf(total, liked, ranks.rankAt(message)); left > 0; left -= 1) {
      const { author, kind } = newReaction(chance, people, given);
      reaction += 1;
      yield {
        table: 'reactions',
        row: { id: `r${reaction}`, message: messageId(message), author: personId(author), kind },
      };
    }
  }
}

function newReaction(chance: Chance, people: Skew, given: Set<string>): { author: number; kind: string } {
  const kind = REACTIONS[Math.floor(chance() ** 2 * REACTIONS.length)] ?? REACTIONS[0];
  let author = drawRank(chance, people);
  // Whoever has given it already stands for the next one who has not.
  while (given.has(`${author} ${kind}`)) author = (author + 1) % people.count;
  given.add(`${author} ${kind}`);
  return { author, kind };
}

function personId(person: number): string {
  return `u${person + 1}`;
}

function messageId(message: number): string {
  return `m${message + 1}`;
}
