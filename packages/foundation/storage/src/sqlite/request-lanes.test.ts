import { expect, test } from 'vitest';
import { sampleRecords } from '../testing/sample-records.ts';
import type { StoreRequest } from './messages.ts';
import { columnsFromRecords } from './record-columns.ts';
import { RequestLanes } from './request-lanes.ts';

function append(tenant: string, call: number, records: number, size = 0): StoreRequest {
  const columns = columnsFromRecords(sampleRecords(1, records));
  return {
    kind: 'append',
    call,
    tenant,
    document: 'd',
    expectedVersion: 0,
    epoch: 1,
    records: columns,
    size,
  };
}

function takeAll(lanes: RequestLanes): number[][] {
  const batches: number[][] = [];
  while (!lanes.isEmpty) batches.push(lanes.take().map(({ call }) => call));
  return batches;
}

test('a batch holds one tenant’s requests in order, and tenants take turns', () => {
  const lanes = new RequestLanes({ maxBatchRecords: 2, maxBatchSize: 1_000 });
  for (const [call, tenant] of ['a', 'a', 'b', 'a', 'a', 'a', 'c'].entries())
    lanes.add(append(tenant, call, 1));
  expect(takeAll(lanes)).toEqual([[0, 1], [2], [6], [3, 4], [5]]);
});

test('a flooding tenant waits for the others after each batch', () => {
  const lanes = new RequestLanes({ maxBatchRecords: 10, maxBatchSize: 1_000 });
  for (let call = 0; call < 100; call += 1) lanes.add(append('flood', call, 1));
  lanes.take();
  lanes.add(append('quiet', 100, 1));
  lanes.take();
  expect(lanes.take().map(({ call }) => call)).toEqual([100]);
});

test('a batch ends before its caps are passed', () => {
  const lanes = new RequestLanes({ maxBatchRecords: 10, maxBatchSize: 100 });
  for (const [call, [records, size]] of [
    [4, 10],
    [4, 10],
    [4, 10],
    [1, 60],
    [1, 50],
  ].entries()) {
    lanes.add(append('a', call, records ?? 0, size));
  }
  lanes.add({
    kind: 'save-snapshot',
    call: 5,
    tenant: 'a',
    document: 'd',
    snapshot: { version: 1, body: 'x'.repeat(60) },
  });
  expect(takeAll(lanes)).toEqual([[0, 1], [2, 3], [4], [5]]);
});

test('a request larger than the caps is a batch of its own', () => {
  const lanes = new RequestLanes({ maxBatchRecords: 2, maxBatchSize: 10 });
  for (const [call, size] of [1, 1_000, 1].entries()) lanes.add(append('a', call, 5, size));
  expect(takeAll(lanes)).toEqual([[0], [1], [2]]);
});

test('there is nothing to take from empty lanes', () => {
  const lanes = new RequestLanes({ maxBatchRecords: 1, maxBatchSize: 1 });
  expect([lanes.isEmpty, lanes.take()]).toEqual([true, []]);
});
