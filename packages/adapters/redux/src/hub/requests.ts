/** So many requests that are under way are remembered; of more, the oldest are forgotten. */
const MOST_UNDER_WAY = 1_000;

interface RequestMeta {
  readonly requestId: string;
  readonly requestStatus: string;
}

/**
 * Which entry began the request that an action ends. Async thunks and RTK Query write the same `meta.requestId` into
 * both, so that the cause is known although another turn lies between.
 */
export class Requests {
  readonly #begun = new Map<string, number>();

  /** The entry that began what this action ends; undefined when it ends nothing that is known. */
  beginningOf(action: object): number | undefined {
    const meta = metaOf(action);
    if (meta === undefined || meta.requestStatus === 'pending') return undefined;
    return this.#begun.get(meta.requestId);
  }

  /** The action has an entry in the journal. */
  written(action: object, entryId: number): void {
    const meta = metaOf(action);
    if (meta === undefined) return;
    this.#begun.delete(meta.requestId);
    if (meta.requestStatus !== 'pending') return;
    this.#begun.set(meta.requestId, entryId);
    if (this.#begun.size <= MOST_UNDER_WAY) return;
    for (const oldest of this.#begun.keys()) {
      this.#begun.delete(oldest);
      return;
    }
  }
}

function metaOf(action: object): RequestMeta | undefined {
  if (!('meta' in action)) return undefined;
  const { meta } = action;
  return isRequestMeta(meta) ? meta : undefined;
}

function isRequestMeta(meta: unknown): meta is RequestMeta {
  return (
    typeof meta === 'object' &&
    meta !== null &&
    'requestId' in meta &&
    typeof meta.requestId === 'string' &&
    'requestStatus' in meta &&
    typeof meta.requestStatus === 'string'
  );
}
