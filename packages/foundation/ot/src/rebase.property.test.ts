import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carryOver, rebase, type TaggedEffect, type TaggedOperation } from './rebase.ts';
import {
  anyRecipe,
  anyText,
  type DeltaRecipe,
  deltaFor,
  lawParameters,
} from './testing/text-delta.arbitrary.ts';
import {
  applied,
  deltaOfEffect,
  editText,
  effectOn,
  ModelClient,
  ModelServer,
  settle,
} from './testing/text-protocol.model.ts';

const anyLine = fc.array(anyRecipe, { minLength: 1, maxLength: 4 });

function ownLine(client: string, text: string, recipes: readonly DeltaRecipe[]): TaggedOperation[] {
  let current = text;
  return recipes.map((recipe, index) => {
    const delta = deltaFor(current, recipe);
    current = applied(current, delta);
    return editText(client, index + 1, delta);
  });
}

function remoteLine(client: string, text: string, recipes: readonly DeltaRecipe[]): TaggedEffect[] {
  let current = text;
  return ownLine(client, text, recipes).map((one) => {
    const effect = effectOn(current, one);
    current = applied(current, deltaOfEffect(effect));
    return effect;
  });
}

test('carrying over entries one by one gives the same as over all at once, on both sides', () => {
  fc.assert(
    fc.property(anyText(), anyLine, anyLine, fc.boolean(), (text, ours, theirs, swapped) => {
      const own = ownLine(swapped ? 'a' : 'b', text, ours);
      const remote = remoteLine(swapped ? 'b' : 'a', text, theirs);
      const atOnce = rebase(own, remote);
      let current: readonly TaggedOperation[] = own;
      const carried: TaggedEffect[] = [];
      for (const entry of remote) {
        const step = rebase(current, [entry]);
        current = step.own;
        carried.push(...step.remote);
      }
      expect(current).toEqual(atOnce.own);
      expect(carried).toEqual(atOnce.remote);
    }),
    lawParameters(),
  );
});

test('the own side alone is the own side of both', () => {
  fc.assert(
    fc.property(anyText(), anyLine, anyLine, (text, mine, theirs) => {
      const own = ownLine('m', text, mine);
      const remote = remoteLine('k', text, theirs);
      expect(carryOver(own, remote)).toEqual(rebase(own, remote).own);
    }),
    lawParameters(),
  );
});

test('splitting the own side gives the same too', () => {
  fc.assert(
    fc.property(anyText(), anyLine, anyLine, fc.nat(4), (text, ours, theirs, cut) => {
      const own = ownLine('b', text, ours);
      const remote = remoteLine('a', text, theirs);
      const atOnce = rebase(own, remote);
      const early = rebase(own.slice(0, cut), remote);
      const late = rebase(own.slice(cut), early.remote);
      expect([...early.own, ...late.own]).toEqual(atOnce.own);
      expect(late.remote).toEqual(atOnce.remote);
    }),
    lawParameters(),
  );
});

test('a carried effect is the effect that its delta has there: what it says to have removed is what it removes', () => {
  fc.assert(
    fc.property(anyText(), anyLine, anyLine, (text, ours, theirs) => {
      const own = ownLine('a', text, ours);
      let current = own.reduce((before, one) => applied(before, deltaOfEffect(effectOn(before, one))), text);
      for (const { origin, effect } of rebase(own, remoteLine('b', text, theirs)).remote) {
        const delta = deltaOfEffect({ origin, effect });
        const again = effectOn(current, editText(origin.client, origin.sequence, delta));
        expect(effect).toEqual(again.effect);
        current = applied(current, delta);
      }
    }),
    lawParameters(),
  );
});

type Step =
  | { readonly kind: 'edit'; readonly client: number; readonly recipe: DeltaRecipe }
  | { readonly kind: 'submit' | 'receive'; readonly client: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), client: fc.nat(2), recipe: anyRecipe }),
  fc.record({ kind: fc.constantFrom('submit' as const, 'receive' as const), client: fc.nat(2) }),
);

test('three clients through a server converge whatever they edit and whenever they send and receive', () => {
  fc.assert(
    fc.property(anyText(), fc.array(anyStep, { minLength: 3, maxLength: 24 }), (text, steps) => {
      const server = new ModelServer(text);
      const clients = ['ann', 'bob', 'cy'].map((id) => new ModelClient(id, text));
      for (const step of steps) {
        const client = clients[step.client];
        if (client === undefined) continue;
        if (step.kind === 'edit') client.edit(deltaFor(client.view, step.recipe));
        else if (step.kind === 'submit') client.submit(server);
        else client.receive(server);
      }
      settle(server, clients);
      for (const client of clients) expect(client.view).toBe(server.text);
      expect(server.text.isWellFormed()).toBe(true);
    }),
    lawParameters(),
  );
});
