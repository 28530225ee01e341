import { type EventSourceAddress, eventSourceWire, type ServerSentEvent } from '@statehouse/kernel/live';
import { type Connection, type ConnectionOptions, createConnection } from './connection.ts';

export interface EventSourceOptions<Message>
  extends ConnectionOptions<ServerSentEvent, Message>,
    EventSourceAddress {}

/** Server-Sent Events as an observable, which is connected again when it is lost, by waits of its own. */
export function eventSourceStream<Message>(options: EventSourceOptions<Message>): Connection<Message> {
  return createConnection(options.url(undefined), eventSourceWire(options), options);
}
