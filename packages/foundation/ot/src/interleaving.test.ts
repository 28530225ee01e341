import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawParameters } from './testing/text-delta.arbitrary.ts';
import { ModelClient, ModelServer, settle } from './testing/text-protocol.model.ts';
import type { TextDelta } from './text-delta.ts';
import { transformPosition } from './text-transform.ts';

/** A client that types a word, each character at its own caret. */
class Typist extends ModelClient {
  #caret: number;

  constructor(id: string, text: string, caret: number) {
    super(id, text);
    this.#caret = caret;
  }

  type(character: string): void {
    this.edit(insertionAt(this.#caret, character));
    this.#caret += character.length;
  }

  override receive(server: ModelServer): TextDelta | undefined {
    const change = super.receive(server);
    if (change !== undefined) this.#caret = transformPosition(this.#caret, change, 'before');
    return change;
  }
}

function insertionAt(position: number, text: string): TextDelta {
  return position === 0 ? [text] : [position, text];
}

const WORDS = ['abcd', 'wxyz'] as const;

test('two people typing at one place never interleave, whatever the network does', () => {
  const anySteps = fc.array(fc.tuple(fc.nat(1), fc.constantFrom('type', 'submit', 'receive')), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.constantFrom('', '12', '1234'), anySteps, fc.boolean(), (text, steps, swapped) => {
      const server = new ModelServer(text);
      const ids = swapped ? ['b', 'a'] : ['a', 'b'];
      const typists = ids.map((id) => new Typist(id, text, text.length / 2));
      const typed = [0, 0];
      const type = (who: number) => {
        const character = WORDS[who]?.charAt(typed[who] ?? 0) ?? '';
        typed[who] = (typed[who] ?? 0) + 1;
        if (character !== '') typists[who]?.type(character);
      };
      for (const [who, what] of steps) {
        if (what === 'type') type(who);
        else if (what === 'submit') typists[who]?.submit(server);
        else typists[who]?.receive(server);
      }
      for (const who of [0, 1]) while ((typed[who] ?? 0) < 4) type(who);
      settle(server, typists);
      for (const word of WORDS) expect(server.text).toContain(word);
    }),
    lawParameters(),
  );
});

/** All ways to put the letters of the three lists in one line, each list in its order. */
function shuffles(counts: readonly number[]): number[][] {
  if (counts.every((count) => count === 0)) return [[]];
  return counts.flatMap((count, index) => {
    if (count === 0) return [];
    const rest = counts.map((other, at) => (at === index ? other - 1 : other));
    return shuffles(rest).map((line) => [index, ...line]);
  });
}

interface SmallCase {
  readonly places: readonly [number, number];
  readonly deletion: { readonly from: number; readonly to: number } | undefined;
  readonly order: readonly number[];
}

function* smallCases(): Iterable<SmallCase> {
  const ranges = [0, 1, 2].flatMap((from) => [1, 2, 3].filter((to) => to > from).map((to) => ({ from, to })));
  for (const p of [0, 1, 2, 3]) {
    for (const q of [0, 1, 2, 3]) {
      for (const deletion of [undefined, ...ranges]) {
        for (const order of shuffles([2, 2, deletion === undefined ? 0 : 1]))
          yield { places: [p, q], deletion, order };
      }
    }
  }
}

/** Both type two characters offline at their places, a third deletes; the log takes them one by one in this order. */
function resultOf({ places, deletion, order }: SmallCase): string {
  const server = new ModelServer('123');
  const typists = [new Typist('b', '123', places[0]), new Typist('c', '123', places[1])];
  const deleter = new ModelClient('a', '123');
  for (const character of ['a', 'b']) typists[0]?.type(character);
  for (const character of ['y', 'z']) typists[1]?.type(character);
  if (deletion !== undefined) {
    deleter.edit([...(deletion.from === 0 ? [] : [deletion.from]), deletion.from - deletion.to]);
  }
  const clients = [...typists, deleter];
  for (const who of order) {
    const client = clients[who];
    while (client !== undefined && client.version < server.log.length) client.receive(server);
    client?.submitOne(server);
  }
  settle(server, clients);
  for (const client of clients) expect(client.view).toBe(server.text);
  return server.text;
}

test('in small cases runs interleave only where a concurrent deletion joins their two places', () => {
  let cases = 0;
  let interleaved = 0;
  for (const one of smallCases()) {
    const text = resultOf(one);
    cases += 1;
    if (text.includes('ab') && text.includes('yz')) continue;
    interleaved += 1;
    const [low = 0, high = 0] = one.places.toSorted((a, b) => a - b);
    expect(low).toBeLessThan(high);
    expect(one.deletion !== undefined && one.deletion.from <= low && one.deletion.to >= high).toBe(true);
  }
  expect({ cases, interleaved }).toEqual({ cases: 2976, interleaved: 45 });
});
