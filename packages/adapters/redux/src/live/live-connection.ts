import {
  type ConnectionListener,
  type EventSourceAddress,
  eventSourceWire,
  keepConnected,
  type OpenWire,
  type ReconnectOptions,
  type ServerSentEvent,
  type SocketAddress,
  webSocketWire,
} from '@statehouse/kernel/live';

/** Who hears a connection. `received` may throw: the message is then told as a bad one. */
export interface LiveListener<Message> extends ConnectionListener<Message> {
  unreadable(cause: unknown): void;
}

/** A connection that can be opened. It comes back when it is lost, until it is closed by what `open` answers. */
export interface LiveConnection<Message> {
  open(listener: LiveListener<Message>): () => void;
}

interface Parsed<Data, Message> extends ReconnectOptions {
  /** What a message is; what it throws is told, and the message left out. */
  readonly parse: (data: Data) => Message;
}

export interface LiveEventSourceOptions<Message>
  extends Parsed<ServerSentEvent, Message>,
    EventSourceAddress {}

export interface LiveSocketOptions<Message> extends Parsed<unknown, Message>, SocketAddress {}

/** Server-Sent Events, each time behind the last one that was heard. */
export function eventSourceConnection<Message>(
  options: LiveEventSourceOptions<Message>,
): LiveConnection<Message> {
  return { open: (listener) => openParsed(eventSourceWire(options), listener, options) };
}

export function webSocketConnection<Message>(options: LiveSocketOptions<Message>): LiveConnection<Message> {
  return { open: (listener) => openParsed(webSocketWire(options).open, listener, options) };
}

function openParsed<Data, Message>(
  open: OpenWire<Data>,
  listener: LiveListener<Message>,
  options: Parsed<Data, Message>,
): () => void {
  const received = (data: Data) => {
    try {
      listener.received(options.parse(data));
    } catch (cause) {
      listener.unreadable(cause);
    }
  };
  return keepConnected<Data>(
    open,
    {
      received,
      statusChanged: (status) => listener.statusChanged(status),
      ended: (reason, isInOrder) => listener.ended(reason, isInOrder),
    },
    options,
  );
}
