import { gunzipSync } from 'node:zlib';
import { isArray, isJsonObject, isWellFormedText, type JsonObject } from '@statehouse/kernel';
import { cliError } from '../errors.ts';
import type { ConcurrentTransaction, Patch, Trace, TraceTransaction } from './trace.ts';

/** A trace larger than this, unpacked, is refused before it fills the memory. */
const MAX_TRACE_BYTES = 1 << 29;
const MAX_AGENTS = 10_000;

/**
 * Reads an editing trace, plain JSON or gzipped (told apart by the first bytes), sequential or concurrent.
 * @throws cli/trace-unreadable, cli/trace-invalid
 */
export function parseTrace(bytes: Uint8Array): Trace {
  const value = parseJson(unpack(bytes));
  if (!isJsonObject(value)) throw invalid('trace', 'it must be a JSON object');
  const concurrent = value.kind === 'concurrent';
  if (!concurrent && value.kind !== undefined && value.kind !== 'sequential') {
    throw invalid('kind', 'it must be "concurrent", "sequential" or absent');
  }
  const startContent = value.startContent === undefined ? '' : parseText(value.startContent, 'startContent');
  const endContent = parseText(value.endContent, 'endContent');
  const txns = value.txns;
  if (!isArray(txns)) throw invalid('txns', 'it must be a list');
  if (!concurrent) {
    const transactions = txns.map((txn, index) => parseTransaction(txn, index));
    return {
      kind: 'sequential',
      startContent,
      endContent,
      transactions,
      ...measure(startContent, transactions),
    };
  }
  const agentCount = parseCount(value.numAgents, 'numAgents');
  if (agentCount > MAX_AGENTS) throw invalid('numAgents', `it must be at most ${MAX_AGENTS}`);
  const transactions = txns.map((txn, index) => parseConcurrent(txn, index, agentCount));
  return {
    kind: 'concurrent',
    startContent,
    endContent,
    agentCount,
    transactions,
    ...measure(startContent, transactions),
  };
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TRACE_BYTES });
  } catch (cause) {
    throw cliError(
      'trace-invalid',
      { where: 'file', reason: 'it begins like gzip but cannot be unpacked' },
      { cause },
    );
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw cliError('trace-invalid', { where: 'file', reason: 'it is not JSON in UTF-8' }, { cause });
  }
}

function measure(startContent: string, transactions: readonly TraceTransaction[]) {
  let astral = /[\ud800-\udbff]/.test(startContent);
  let patchCount = 0;
  for (const { patches } of transactions) {
    patchCount += patches.length;
    for (const patch of patches) astral ||= /[\ud800-\udbff]/.test(patch.insert);
  }
  return { astral, patchCount };
}

function parseTransaction(txn: unknown, index: number): TraceTransaction {
  if (!isJsonObject(txn)) throw invalid(`txns[${index}]`, 'it must be an object');
  return { patches: parsePatches(txn, index) };
}

function parseConcurrent(txn: unknown, index: number, agentCount: number): ConcurrentTransaction {
  if (!isJsonObject(txn)) throw invalid(`txns[${index}]`, 'it must be an object');
  const agent = parseCount(txn.agent, `txns[${index}].agent`);
  if (agent >= agentCount)
    throw invalid(`txns[${index}].agent`, `it must be below numAgents (${agentCount})`);
  const parents = txn.parents;
  if (!isArray(parents)) throw invalid(`txns[${index}].parents`, 'it must be a list');
  return {
    agent,
    parents: parents.map((parent) => parseParent(parent, index)),
    patches: parsePatches(txn, index),
  };
}

function parseParent(parent: unknown, index: number): number {
  const earlier = parseCount(parent, `txns[${index}].parents`);
  if (earlier >= index) throw invalid(`txns[${index}].parents`, 'a parent must stand earlier in the list');
  return earlier;
}

function parsePatches(txn: JsonObject, index: number): readonly Patch[] {
  const patches: unknown = txn.patches;
  if (!isArray(patches)) throw invalid(`txns[${index}].patches`, 'it must be a list');
  return patches.map((patch, which) => {
    const where = `txns[${index}].patches[${which}]`;
    if (!isArray(patch) || patch.length !== 3)
      throw invalid(where, 'it must be [position, deleteCount, insertText]');
    return {
      position: parseCount(patch[0], where),
      deleteCount: parseCount(patch[1], where),
      insert: parseText(patch[2], where),
    };
  });
}

function parseCount(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw invalid(where, 'it must hold a whole number that is not negative');
  }
  return value;
}

function parseText(value: unknown, where: string): string {
  if (typeof value !== 'string') throw invalid(where, 'it must hold a text');
  if (!isWellFormedText(value)) throw invalid(where, 'its text holds half a surrogate pair');
  return value;
}

function invalid(where: string, reason: string) {
  return cliError('trace-invalid', { where, reason });
}
