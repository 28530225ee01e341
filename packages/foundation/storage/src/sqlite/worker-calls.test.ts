import { expect, test } from 'vitest';
import { WorkerCalls } from './worker-calls.ts';
import type { WorkerAnswer } from './worker-messages.ts';

interface Echo {
  readonly kind: 'echo';
  readonly text: string;
}

const ready = `import { parentPort } from 'node:worker_threads'; parentPort.postMessage([]);`;

function startEchoes(source: string) {
  const entry = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  return WorkerCalls.start<{ text: string }, Echo, readonly WorkerAnswer<Echo>[]>(
    entry,
    {},
    {
      hear(answers, answer) {
        for (const { call, reply } of answers) answer(call, reply);
      },
    },
  );
}

test.each([
  ['throws', `throw new Error('out of luck');`],
  ['exits', 'process.exit(1);'],
])('when the worker %s, whoever waits hears it, and so does everybody later', async (_, death) => {
  const calls = await startEchoes(`${ready} parentPort.on('message', () => { ${death} });`);
  const waiting = ['a', 'b'].map((text) => calls.send({ text }));
  for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'storage/failed' });
  await expect(calls.send({ text: 'c' })).rejects.toMatchObject({ code: 'storage/closed' });
  await calls.close();
});

test.each([
  ['does not load', 'not JavaScript'],
  ['ends before it says that it has loaded', 'process.exit(1);'],
])('a worker that %s is storage/failed', async (_, source) => {
  await expect(startEchoes(source)).rejects.toMatchObject({ code: 'storage/failed' });
});

test('what is called before the end is answered, in one message for each turn, and nothing is taken after it', async () => {
  const calls = await startEchoes(`${ready} parentPort.on('message', ({ requests, close }) => {
    const text = requests.map((request) => request.text).join();
    parentPort.postMessage(requests.map(({ call }) => ({ call, reply: { kind: 'echo', text } })));
    if (close) parentPort.close();
  });`);
  expect(await calls.send({ text: 'a' })).toEqual({ kind: 'echo', text: 'a' });
  const last = ['b', 'c'].map((text) => calls.send({ text }));
  const closed = calls.close();
  await expect(calls.send({ text: 'd' })).rejects.toMatchObject({ code: 'storage/closed' });
  expect(await Promise.all(last)).toEqual(Array(2).fill({ kind: 'echo', text: 'b,c' }));
  await closed;
});
