/** Why the server closes a WebSocket. The close's reason is an error code. */
export const CloseCode = {
  /** A frame that no well-behaved client sends. Reconnecting with the same frame ends the same way. */
  BadFrame: 4400,
  /** The token is missing, forged or expired: get another one first. */
  Unauthenticated: 4401,
  /** The client id belongs to another user. */
  Forbidden: 4403,
  /** No hello in time. */
  HelloTimeout: 4408,
  /** A sequence that the log holds came again with other content. */
  SequenceReused: 4409,
  /** The same client has connected again; this connection is the old one. */
  Superseded: 4410,
  /** A frame above the size limit. */
  TooLarge: 4413,
  /** The client speaks another version of the protocol. */
  UpgradeRequired: 4426,
  /** The client sends faster than allowed, or reads slower than needed. */
  SlowDown: 4429,
  /** A fault inside the server: reconnect later. */
  Internal: 4500,
  /** The server drains, or reloads a document: reconnect, open, send again what is unanswered. */
  Unavailable: 4503,
  /** WebSocket's own "service restart": what sockets that never said hello get in a drain. */
  ServiceRestart: 1012,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
