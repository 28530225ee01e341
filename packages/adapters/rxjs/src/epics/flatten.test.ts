import { expect, test } from 'vitest';
import { marbles } from '../testing/marbles.ts';
import { type FlatteningPolicy, flatten } from './flatten.ts';

/** Three requests that take 5 ms each, and of which each begins before the one before it has answered. */
const requests = ' a--bc------------|';

test.each<readonly [name: string, policy: FlatteningPolicy, answers: string, begun: readonly string[]]>([
  ['switch gives up what is under way', 'switch', ' ---------C-------|', ['a', 'b', 'c']],
  ['concat lets the new wait', 'concat', '           -----A----B----C-|', ['a', 'b', 'c']],
  ['exhaust lets the new go', 'exhaust', '           -----A-----------|', ['a']],
  ['merge lets them all go on', { merge: 9 }, '      -----A--BC-------|', ['a', 'b', 'c']],
  ['merge lets no more go on than told', { merge: 2 }, '-----A--B-C------|', ['a', 'b', 'c']],
])('%s', (_name, policy, answers, begun) => {
  marbles(({ hot, cold, expectObservable, flush }) => {
    const started: string[] = [];
    const request = (letter: string) => {
      started.push(letter);
      return cold('-----(r|)', { r: letter.toUpperCase() });
    };
    expectObservable(hot(requests.trim()).pipe(flatten(policy, request))).toBe(answers.trim());
    flush();
    expect(started).toEqual(begun);
  });
});
