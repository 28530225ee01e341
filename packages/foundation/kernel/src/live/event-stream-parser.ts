import type { ServerSentEvent } from './event-source-wire.ts';

/**
 * Reads a stream of Server-Sent Events (HTML, section 9.2.6) piece by piece, wherever the pieces are cut. Answers each
 * piece with the events that it completes. Hints of the server about reconnecting (`retry`) are left out.
 */
export function createEventStreamParser(): (text: string) => readonly ServerSentEvent[] {
  let rest = '';
  let isStart = true;
  let type = '';
  let data: string[] = [];
  let lastEventId = '';

  const field = (line: string) => {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') type = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) lastEventId = value;
  };
  const event = (): readonly ServerSentEvent[] => {
    const made = { type: type === '' ? 'message' : type, data: data.join('\n'), lastEventId };
    const events = data.length === 0 ? [] : [made];
    type = '';
    data = [];
    return events;
  };

  return (text) => {
    const whole = rest + (isStart ? text.replace(/^\uFEFF/, '') : text);
    if (text !== '') isStart = false;
    // A return at the end of a piece may be the first half of a line's end.
    const lines = whole.replace(/\r$/, '').split(/\r\n|\n|\r/);
    rest = `${lines.pop() ?? ''}${whole.endsWith('\r') ? '\r' : ''}`;
    return lines.flatMap((line) => {
      if (line === '') return event();
      field(line);
      return [];
    });
  };
}
