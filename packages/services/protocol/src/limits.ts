/** What a connection may send; over it, the answer is a coded error. */
export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxDepth: number;
  readonly maxEditsPerOperation: number;
  readonly maxOperationsPerSubmission: number;
  readonly maxIdBytes: number;
}

/** The limits that hold where nothing else is configured. */
export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 1_048_576,
  maxDepth: 64,
  maxEditsPerOperation: 5_000,
  maxOperationsPerSubmission: 1_000,
  maxIdBytes: 128,
};

/** The state of one presence message, as JSON in UTF-8. */
export const MAX_PRESENCE_BYTES = 4_096;
