import { expect, test } from 'vitest';
import { isPictureSource, LONGEST_SOURCE } from '../../../../picture-source.ts';
import { LARGEST_FILE, refusalOf } from './picture-limits.ts';

const PREFIX = 'data:image/webp;base64,';

test('files that are no pictures, too large or empty are refused with a reason', () => {
  const file = { name: 'holiday.png', type: 'image/png', size: 1_000 };
  expect(refusalOf(file)).toBeUndefined();
  expect(refusalOf({ ...file, size: LARGEST_FILE })).toBeUndefined();
  expect(refusalOf({ ...file, size: LARGEST_FILE + 1 })).toContain('20 MB');
  expect(refusalOf({ ...file, size: 0 })).toContain('empty');
  for (const type of ['', 'text/html', 'application/pdf', 'Ximage/png'])
    expect(refusalOf({ ...file, type })).toContain('holiday.png');
});

test('a picture is a short data URL of pixels, and nothing else', () => {
  for (const type of ['webp', 'png', 'jpeg'])
    expect(isPictureSource(`data:image/${type};base64,AA+/==`)).toBe(true);
  expect(isPictureSource(PREFIX + 'A'.repeat(LONGEST_SOURCE - PREFIX.length))).toBe(true);
  expect(isPictureSource(PREFIX + 'A'.repeat(LONGEST_SOURCE - PREFIX.length + 1))).toBe(false);
  for (const text of [
    '',
    PREFIX,
    `${PREFIX}A A`,
    `${PREFIX}AA\n`,
    `x${PREFIX}AA`,
    'data:image/gif;base64,AA',
  ])
    expect(isPictureSource(text)).toBe(false);
});

test('judging a source takes no longer than reading it', () => {
  const hostile = `${PREFIX + 'A='.repeat(80_000)}!`;
  expect(isPictureSource(hostile)).toBe(false);
  expect(isPictureSource(`${PREFIX}${'='.repeat(170_000)}!`)).toBe(false);
});
