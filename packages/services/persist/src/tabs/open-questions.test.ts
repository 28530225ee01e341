import { describe, expect, test } from 'vitest';
import { OpenQuestions } from './open-questions.ts';

function asking() {
  const said: string[] = [];
  const questions = new OpenQuestions((number, what) => said.push(`${what} ${number}`));
  const log: string[] = [];
  const note = (name: string, promise: Promise<void>) =>
    promise.then(
      () => log.push(`${name} done`),
      (error: unknown) => log.push(`${name} ${String(error)}`),
    );
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return log.splice(0);
  };
  return { questions, said, note, settled };
}

describe('a question', () => {
  test('is answered once, by its number', async () => {
    const { questions, said, note, settled } = asking();
    note('one', questions.ask('flush'));
    note('two', questions.ask('purge'));
    expect(said).toEqual(['flush 1', 'purge 2']);
    questions.answered(2, undefined);
    questions.answered(2, 'too late');
    questions.answered(7, undefined);
    expect(await settled()).toEqual(['two done']);
    questions.answered(1, 'the disk is full');
    expect(await settled()).toEqual([expect.stringContaining('could not flush: the disk is full')]);
  });

  test('that is asked again is not answered by what was said before', async () => {
    const { questions, note, settled } = asking();
    note('one', questions.ask('flush'));
    expect(questions.again()).toEqual([[2, 'flush']]);
    questions.answered(1, undefined);
    expect(await settled()).toEqual([]);
    questions.answered(2, undefined);
    expect(await settled()).toEqual(['one done']);
    expect(questions.again()).toEqual([]);
  });
});

describe('an input', () => {
  test('has been run when it stands in the order, or in what the order begins with', async () => {
    const { questions, note, settled } = asking();
    for (const sequence of [1, 2, 3, 4]) note(`${sequence}`, questions.sent(sequence));
    questions.adopted(2);
    expect(await settled()).toEqual(['1 done', '2 done']);
    const change = { tab: 'own', sequence: 3, position: 9, differences: [] };
    questions.ordered('other', change);
    questions.ordered('own', { ...change, sequence: 9 });
    expect(await settled()).toEqual([]);
    questions.ordered('own', change);
    questions.ordered('own', { ...change, sequence: 4, failure: 'no such product' });
    expect(await settled()).toEqual(['3 done', expect.stringContaining('no such product')]);
  });

  test('or a question that is open when the tab leaves is given up', async () => {
    const { questions, note, settled } = asking();
    note('input', questions.sent(1));
    note('flush', questions.ask('flush'));
    questions.giveUp(new Error('left'));
    expect((await settled()).toSorted()).toEqual(['flush Error: left', 'input Error: left']);
  });
});
