import type { StoreRequest } from './messages.ts';
import { countRecords } from './record-columns.ts';

/** What one transaction may hold at most; its first request fits whatever its size. */
export interface BatchCaps {
  readonly maxBatchRecords: number;
  readonly maxBatchSize: number;
}

/** Requests waiting for the disk: in order within a tenant, the tenants taken in turn. */
export class RequestLanes {
  readonly #caps: BatchCaps;
  /** The first lane is served next. */
  readonly #lanes = new Map<string, StoreRequest[]>();

  constructor(caps: BatchCaps) {
    this.#caps = caps;
  }

  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }

  add(request: StoreRequest): void {
    const lane = this.#lanes.get(request.tenant);
    if (lane === undefined) this.#lanes.set(request.tenant, [request]);
    else lane.push(request);
  }

  /** The next tenant's next batch; what exceeds the caps goes to the end of the round. */
  take(): readonly StoreRequest[] {
    for (const [tenant, lane] of this.#lanes) {
      const batch = lane.slice(0, countWithin(lane, this.#caps));
      this.#lanes.delete(tenant);
      if (batch.length < lane.length) this.#lanes.set(tenant, lane.slice(batch.length));
      return batch;
    }
    return [];
  }
}

function countWithin(requests: readonly StoreRequest[], caps: BatchCaps): number {
  let records = 0;
  let size = 0;
  for (const [index, request] of requests.entries()) {
    if (request.kind === 'append') {
      records += countRecords(request.records);
      size += request.size;
    } else {
      records += 1;
      if (request.kind === 'save-snapshot') size += request.snapshot.body.length;
    }
    if (index > 0 && (records > caps.maxBatchRecords || size > caps.maxBatchSize)) return index;
  }
  return requests.length;
}
