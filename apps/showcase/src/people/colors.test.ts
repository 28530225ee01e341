import { expect, test } from 'vitest';
import { freeColor, initials, PERSON_COLORS } from './colors.ts';

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('there are twelve different colours, each readable under its ink', () => {
  expect(new Set(PERSON_COLORS.map(({ fill }) => fill)).size).toBe(12);
  for (const { fill, ink } of PERSON_COLORS) {
    const [darker, lighter] = [luminance(fill), luminance(ink)].sort((left, right) => left - right);
    expect(((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05), fill).toBeGreaterThanOrEqual(4.5);
  }
});

test('a taken colour gives way to the first free one', () => {
  expect(freeColor(3, new Set([1, 2]))).toBe(3);
  expect(freeColor(0, new Set([0, 1]))).toBe(2);
  expect(freeColor(5, new Set(PERSON_COLORS.keys()))).toBe(5);
});

test('initials are of the first and the last word', () => {
  expect(initials('Ada Lovelace')).toBe('AL');
  expect(initials('grace')).toBe('G');
  expect(initials('  ')).toBe('?');
  expect(initials('😀 Smile')).toBe('😀S');
});
