import type { Case } from './cases.ts';

/** A way to say something about a case. */
export type Phrase = (about: Case, place: string, since: string) => string;
type Phrases = readonly [Phrase, ...Phrase[]];

/** The same with a capital letter in front. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const PLACES: readonly [string, ...string[]] = [
  'in the shared workshop',
  'at my mother’s house',
  'in a third-floor flat',
  'in the back yard',
  'at the repair café',
  'in a house by the coast',
  'at the allotment',
  'in the school workshop',
  'on the narrowboat',
  'in our street',
];

export const TIMES: readonly [string, ...string[]] = [
  'since last autumn',
  'for three weeks now',
  'since we moved',
  'since the cold spell',
  'for as long as I can remember',
  'since Sunday',
  'since somebody borrowed it',
  'for about a month',
];

export const QUESTION_TITLES: Phrases = [
  ({ trouble }) => `Why is it that ${trouble}?`,
  ({ trouble }) => `${sentence(trouble)}: what am I missing?`,
  ({ trouble }) => `What can I do when ${trouble}?`,
  ({ trouble }, place) => `Help wanted ${place}: ${trouble}`,
  ({ trouble, tried }) => `${sentence(trouble)}, although I have ${tried}`,
  ({ trouble }, _place, since) => `${sentence(trouble)}, ${since}`,
];

export const ANSWER_TITLES: Phrases = [
  ({ trouble }) => `If ${trouble}, look here first`,
  ({ trouble }) => `What helped when we found that ${trouble}`,
  ({ remedy }) => `Note to self: ${remedy}`,
  ({ thing, cause }) => `The ${thing}: ${cause}`,
  ({ thing }, place) => `Solved ${place}: the trouble with the ${thing}`,
];

export const QUESTION_OPENINGS: Phrases = [
  ({ trouble }, place, since) => `It is an old story ${place}: ${trouble}, and has been like that ${since}.`,
  ({ trouble }, _place, since) => `${sentence(since)} it has been the same: ${trouble}.`,
  ({ trouble }, place) => `Something is wrong ${place}: ${trouble}.`,
  ({ trouble }) => `I would not ask if I had not looked everywhere: ${trouble}.`,
];

export const ATTEMPTS: Phrases = [
  ({ tried }) => `So far I have ${tried}, which made no difference that I could see.`,
  ({ tried }) => `I have ${tried}. It was better for a day.`,
  ({ tried }, place) => `A friend ${place} said to wait. I have ${tried} instead, and am no wiser.`,
  ({ tried }) => `Yes, I have ${tried}. Twice.`,
];

export const REQUESTS: Phrases = [
  () => 'What would you look at next?',
  () => 'Is that normal, or have I broken something?',
  () => 'Is there anything that I should look at before I change more?',
  () => 'I would rather understand it than replace it.',
  () => 'Pictures tomorrow, when there is light.',
];

export const EXPLANATIONS: Phrases = [
  ({ cause }) => `It took us an evening to see it: ${cause}.`,
  ({ cause }) => `Most people look in the wrong place. In truth ${cause}.`,
  ({ trouble, cause }) => `When ${trouble}, it is nearly always because ${cause}.`,
  ({ cause }, place) => `Somebody ${place} noticed that ${cause}, and was right.`,
];

export const REMEDIES: Phrases = [
  ({ remedy, sign }) => `What to do: ${remedy}. You know that it worked when ${sign}.`,
  ({ remedy, sign }) => `${sentence(remedy)}. After that ${sign}.`,
  ({ remedy, sign }) => `The cure is cheap: ${remedy}. If ${sign}, leave it alone.`,
];

export const CLOSINGS: Phrases = [
  ({ tried }) => `For the record: I have ${tried} as well, and it did nothing.`,
  () => 'It cost an hour and no money.',
  ({ topic }) => `The rest of my notes on ${topic} are in the blue folder by the door.`,
  () => 'Write if it goes differently for you.',
];

export const COMMENTS: Phrases = [
  ({ cause }) => `I bet that ${cause}.`,
  ({ remedy }) => `Have you tried this: ${remedy}?`,
  ({ remedy, sign }) => `${sentence(remedy)}. It was the same here; if you do that, ${sign}.`,
  (_about, _place, since) => `How long has it been like that? Here it is the same, ${since}.`,
  ({ tried }) => `I have ${tried} too, and it was a waste of an afternoon.`,
  () => 'Thank you, that was it.',
  ({ sign }) => `Done, and it is true: ${sign}. Thank you!`,
  (_about, place) => `Bring it along on Thursday, we can look at it ${place}.`,
  ({ cause }) => `Careful: it may well be that ${cause}, but look before you cut.`,
  ({ trouble }) => `It is the same here: ${trouble}. I had given up on it.`,
  ({ thing }) => `Could you post a picture of the ${thing} from the side?`,
  ({ remedy }) => `My neighbour swears by this: ${remedy}.`,
];
