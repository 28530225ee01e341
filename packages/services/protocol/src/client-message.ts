import { type HelloMessage, parseHello } from './client/hello.ts';
import { type LeaveMessage, parseLeave } from './client/leave.ts';
import { type OpenMessage, parseOpen } from './client/open.ts';
import { type PingMessage, parsePing } from './client/ping.ts';
import { type PresenceMessage, parsePresence } from './client/presence.ts';
import { parseSubmit, type SubmitMessage } from './client/submit.ts';
import { protocolError } from './errors.ts';
import { parseFrame } from './frame.ts';
import type { Limits } from './limits.ts';

/** Everything that a client may say. */
export type ClientMessage =
  | HelloMessage
  | OpenMessage
  | LeaveMessage
  | SubmitMessage
  | PresenceMessage
  | PingMessage;

/**
 * Parses one frame from a client: the limits first, then the exact shape.
 * @throws StatehouseError `protocol/…`, or `ot/…` for an operation that is not well-formed
 */
export function parseClientMessage(text: string, limits: Limits): ClientMessage {
  const value = parseFrame(text, limits);
  switch (value.kind) {
    case 'submit':
      return parseSubmit(value, limits);
    case 'presence':
      return parsePresence(value, limits);
    case 'open':
      return parseOpen(value, limits);
    case 'leave':
      return parseLeave(value, limits);
    case 'ping':
      return parsePing(value);
    case 'hello':
      return parseHello(value, limits);
    default:
      throw protocolError('unknown-message');
  }
}

/** The frame of a message. */
export function encodeClientMessage(message: ClientMessage): string {
  return JSON.stringify(message);
}
