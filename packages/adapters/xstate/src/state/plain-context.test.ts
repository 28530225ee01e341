import { expect, test } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { contextToRevive, plainContext } from './plain-context.ts';

const actor = createActor(createMachine({}), { id: 'one' });
const mark = { xstate$$type: 1, id: 'one' };

test('what holds no actor is the same object, whatever it is', () => {
  const context = { list: [{ at: new Date(0) }, new Map([[1, { a: 1 }]])], none: undefined, text: 'a' };
  expect(plainContext(context, undefined)).toBe(context);
  expect(plainContext('text', undefined)).toBe('text');
});

test('a mark stands for an actor, at any depth, and stays the same one', () => {
  const rest = { far: [1] };
  const context = { rest, deep: { a: [{ b: { c: { d: { e: { f: [actor] } } } } }] }, actor };
  const before = plainContext(context, undefined);
  expect(before).toEqual({ rest, deep: { a: [{ b: { c: { d: { e: { f: [mark] } } } } }] }, actor: mark });
  const after = plainContext({ ...context, rest: { far: [1] } }, before);
  expect(Reflect.get(Object(after), 'actor')).toBe(Reflect.get(Object(before), 'actor'));
});

test('a context that holds itself in many ways comes to an end', () => {
  const context: Record<string, unknown> = { actor };
  for (let at = 0; at < 20; at += 1) context[`self ${at}`] = { context, others: [context, context] };
  const plain = plainContext(context, undefined);
  expect(Reflect.get(Object(plain), 'actor')).toEqual(mark);
  expect(contextToRevive({ at: 1 })).toEqual({ at: 1 });
});

test('what XState changes in place is a copy, the rest is shared', () => {
  const rest = { far: [1] };
  const context = { rest, child: mark };
  const copy = Object(contextToRevive(context));
  expect(copy).toEqual(context);
  expect([copy === context, copy.child === mark, copy.rest === rest]).toEqual([false, false, true]);
  expect(contextToRevive(rest)).toBe(rest);
});
