import { expect, test } from 'vitest';
import { startLogCalls } from './log-calls.ts';

const options = { folder: '', maxOpenFiles: 1, maxBatchRecords: 1, maxBatchSize: 1, busyTimeoutMs: 1 };
const limits = { maxWaitingCalls: 10, maxWaitingSize: 10 };
const ready = `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ appended: [], answers: [] });`;
const address = { tenant: 't', document: 'd' };
const records = { texts: [], numbers: [] };

function workerOf(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

test.each([
  ['throws', `throw new Error('out of luck');`],
  ['exits', 'process.exit(1);'],
])('when the worker %s, appends are unknown, other calls fail, and the store is closed', async (_, death) => {
  const entry = workerOf(`${ready} parentPort.on('message', () => { ${death} });`);
  const calls = await startLogCalls(entry, options, limits);
  const append = calls.send({ kind: 'append', ...address, expectedVersion: 0, epoch: 1, records, size: 0 });
  const load = expect(calls.send({ kind: 'load', ...address })).rejects.toMatchObject({
    code: 'storage/failed',
  });
  expect(await append).toEqual({ kind: 'append', result: { kind: 'unknown', reason: 'storage/failed' } });
  await load;
  await expect(calls.send({ kind: 'load', ...address })).rejects.toMatchObject({ code: 'storage/closed' });
  await calls.close();
});

test('what is called in one turn goes to the worker as one message', async () => {
  const entry = workerOf(`${ready} parentPort.on('message', ({ requests, close }) => {
    if (close) parentPort.close();
    const answers = requests.map(({ call }) => ({ call, reply: { kind: 'owner', user: String(requests.length) } }));
    parentPort.postMessage({ appended: [], answers });
  });`);
  const calls = await startLogCalls(entry, options, limits);
  const claim = () => calls.send({ kind: 'claim-client', tenant: 't', client: 'c', user: 'u' });
  expect(await Promise.all([claim(), claim(), claim()])).toEqual(Array(3).fill({ kind: 'owner', user: '3' }));
  await calls.close();
});
