import { Community } from '../community/community.ts';
import type { Chance } from '../seeded.ts';
import type { GeneratedRow } from './generated-row.ts';

const CHANNELS = [
  'bicycles',
  'bread',
  'garden',
  'radios',
  'woodwork',
  'sewing',
  'walking',
  'kitchen',
] as const;
const PLACES = ['north side', 'mill lane', 'harbour', 'old school', 'allotments', 'station'] as const;
const REACTIONS = ['👍', '🙏', '😄', '🎉', '🤔'] as const;
const START_MS = Date.UTC(2026, 0, 5, 8);
/** Between two messages of one channel, on average. */
const PAUSE_MS = 95_000;
/** A conversation is about one thing for so many messages. */
const CONVERSATION = 9;

interface Chat {
  readonly community: Community;
  readonly people: number;
  readonly channels: number;
}

/**
 * People, channels, messages and reactions, `entities` of them together. A message belongs to a conversation about one
 * thing; conversations of a channel follow each other, and answers name what they answer.
 */
export function* generateChat(entities: number, seed: number): Generator<GeneratedRow> {
  const people = Math.max(6, Math.round(entities * 0.05));
  const channels = Math.max(2, Math.round(entities * 0.002));
  const reactions = Math.round(entities * 0.15);
  const messages = entities - people - channels - reactions;
  const chat: Chat = { community: new Community(seed), people, channels };
  for (let person = 0; person < people; person += 1)
    yield { table: 'people', row: { id: `u${person + 1}`, name: chat.community.nameOf(person) } };
  for (let channel = 0; channel < channels; channel += 1)
    yield { table: 'channels', row: { id: `k${channel + 1}`, name: channelName(channel) } };
  for (let message = 0; message < messages; message += 1) yield messageRow(chat, message);
  for (let reaction = 0; reaction < reactions; reaction += 1) yield reactionRow(chat, reaction, messages);
}

function channelName(channel: number): string {
  const topic = CHANNELS[channel % CHANNELS.length] ?? CHANNELS[0];
  const turn = Math.floor(channel / CHANNELS.length);
  if (turn === 0) return topic;
  const place = PLACES[(turn - 1) % PLACES.length] ?? PLACES[0];
  const again = Math.floor((turn - 1) / PLACES.length);
  return again === 0 ? `${topic}, ${place}` : `${topic}, ${place} ${again + 1}`;
}

function messageRow({ community, people, channels }: Chat, message: number): GeneratedRow {
  const chance = community.chanceOf('message', message);
  const channel = message % channels;
  const turn = Math.floor(message / channels);
  const conversation = Math.floor(turn / CONVERSATION) * channels + channel;
  const place = turn % CONVERSATION;
  const earlier = place - 1 - Math.floor(chance() * Math.min(place, 3));
  const answered =
    place === 0 || chance() < 0.4 ? {} : { replyTo: `m${message - (place - earlier) * channels + 1}` };
  return {
    table: 'messages',
    row: {
      id: `m${message + 1}`,
      channel: `k${channel + 1}`,
      author: `u${speaker(community, conversation, chance, people) + 1}`,
      text: wordsOf(community, conversation, place, message),
      at: Math.round(START_MS + (turn + chance() * 0.9) * PAUSE_MS),
      ...answered,
    },
  };
}

/** Four people or so keep a conversation going. */
function speaker(community: Community, conversation: number, chance: Chance, people: number): number {
  const circle = Math.floor(chance() * 4);
  return Math.floor(people * community.chanceOf(`circle ${circle}`, conversation)() ** 1.5);
}

function wordsOf(community: Community, conversation: number, place: number, message: number): string {
  if (place > 1) return community.remark(conversation, message);
  const [opening = '', next = ''] = community.writing(conversation).paragraphs;
  return place === 0 ? opening : next;
}

function reactionRow({ community, people }: Chat, reaction: number, messages: number): GeneratedRow {
  const chance = community.chanceOf('reaction', reaction);
  const kind = REACTIONS[Math.floor(chance() ** 2 * REACTIONS.length)] ?? REACTIONS[0];
  return {
    table: 'reactions',
    row: {
      id: `r${reaction + 1}`,
      message: `m${Math.floor(chance() * messages) + 1}`,
      author: `u${Math.floor(chance() * people) + 1}`,
      kind,
    },
  };
}
