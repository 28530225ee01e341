import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '../testing/index.ts';
import { createEventStreamParser } from './event-stream-parser.ts';

const message = (data: string, lastEventId = '') => ({ type: 'message', data, lastEventId });

test('reads the examples of the specification', () => {
  const parse = createEventStreamParser();
  expect(parse('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual([message('YHOO\n+2\n10')]);
  expect(
    createEventStreamParser()(
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    ),
  ).toEqual([message('first event', '1'), message('second event'), message(' third event')]);
  expect(createEventStreamParser()('data\n\ndata\ndata\n\ndata:')).toEqual([message(''), message('\n')]);
  expect(createEventStreamParser()('event: add\ndata: 73857293\n\nevent: none\n\ndata: x\n\n')).toEqual([
    { type: 'add', data: '73857293', lastEventId: '' },
    message('x'),
  ]);
});

test('keeps an id until there is another, but none with a zero in it', () => {
  const parse = createEventStreamParser();
  expect(parse('\uFEFFid: 7\ndata: a\n\nid: 8\0\ndata: b\n\n')).toEqual([
    message('a', '7'),
    message('b', '7'),
  ]);
});

test('it does not matter where the pieces are cut, nor how lines end', () => {
  const line = fc.constantFrom(
    'data: a',
    'data:b',
    'event: e',
    'id: 1',
    'id',
    ': comment',
    '',
    '',
    'data',
    'odd',
  );
  const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60), { maxLength: 6 }), (written, cuts) => {
      // A return right before a newline would be one end of a line, not two.
      const text = written
        .map(([words, end]) => words + end)
        .join('')
        .replaceAll('\r\n', '\n')
        .replaceAll('\r', '\r\n');
      const whole = createEventStreamParser()(text);
      const byHand = createEventStreamParser()(text.replaceAll('\r\n', '\n'));
      const parse = createEventStreamParser();
      const places = [0, ...cuts.filter((at) => at < text.length).toSorted((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((at, index) => text.slice(places[index], at));
      expect(pieces.flatMap((piece) => parse(piece))).toEqual(whole);
      expect(whole).toEqual(byHand);
    }),
    cases(500),
  );
});
