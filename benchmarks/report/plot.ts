/** One implementation's figures, by n. */
export interface PlotLine {
  readonly name: string;
  /** Drawn thicker: the one that the reader came for. */
  readonly isOurs: boolean;
  readonly points: readonly PlotPoint[];
}

/** Both are above 0. */
export interface PlotPoint {
  readonly n: number;
  readonly value: number;
}

export interface PlotText {
  readonly title: string;
  readonly unit: string;
}

const WIDTH = 788;
const HEIGHT = 440;
const LEFT = 92;
const RIGHT = 168;
const TOP = 44;
const BOTTOM = 44;
const LABEL_HEIGHT = 15;
/** Middle tones, told apart on white and on black, and by most people who see colours differently. */
const COLOURS = [
  '#2f81f7',
  '#d1242f',
  '#bf8700',
  '#8250df',
  '#1a7f37',
  '#bc4c00',
  '#bf3989',
  '#57808c',
  '#6e7781',
];
const DASHES = ['', '6 3', '2 3', '8 3 2 3'];

/**
 * Cost against n, both in powers of ten, as an SVG that stands by itself: no background, and letters in the colour of the
 * reader's own scheme. Lines are named at their right ends, so that colour is not all that tells them apart.
 */
export function plotSvg(lines: readonly PlotLine[], { title, unit }: PlotText): string {
  const points = lines.flatMap((line) => line.points);
  const ns = powersAround(points.map(({ n }) => n));
  const values = powersAround(points.map(({ value }) => value));
  const x = scale(ns, LEFT, WIDTH - RIGHT);
  const y = scale(values, HEIGHT - BOTTOM, TOP);
  const drawn = lines.map((line, index) => drawLine(line, index, x, y));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    '<style>',
    'text { font: 12px system-ui, sans-serif; fill: #24292f; } .axis { stroke: #d0d7de; stroke-width: 1; } .title { font-weight: 600; font-size: 14px; }',
    '@media (prefers-color-scheme: dark) { text { fill: #d0d7de; } .axis { stroke: #3d444d; } }',
    '</style>',
    `<text class="title" x="${LEFT}" y="20">${escaped(title)}, ${escaped(unit)}</text>`,
    ...exponents(ns).map((power) => verticalMark(x(10 ** power), power)),
    ...exponents(values).map((power) => horizontalMark(y(10 ** power), power)),
    ...drawn.map(({ shape }) => shape),
    ...spreadLabels(drawn),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">entities</text>`,
    '</svg>',
    '',
  ].join('\n');
}

interface DrawnLine {
  readonly shape: string;
  readonly name: string;
  readonly colour: string;
  readonly isOurs: boolean;
  readonly endX: number;
  readonly endY: number;
}

function drawLine(
  { name, isOurs, points }: PlotLine,
  index: number,
  x: (n: number) => number,
  y: (value: number) => number,
): DrawnLine {
  const places = points.toSorted((a, b) => a.n - b.n).map(({ n, value }) => ({ x: x(n), y: y(value) }));
  const colour = COLOURS[index % COLOURS.length] ?? '#57606a';
  const dash = DASHES[Math.floor(index / 3) % DASHES.length];
  const path = places.map((place) => `${round(place.x)},${round(place.y)}`).join(' ');
  const dots = places.map(
    (place) => `<circle cx="${round(place.x)}" cy="${round(place.y)}" r="3" fill="${colour}"/>`,
  );
  const style = `stroke="${colour}" stroke-width="${isOurs ? 3.5 : 1.5}"${isOurs || !dash ? '' : ` stroke-dasharray="${dash}"`}`;
  const end = places.at(-1) ?? { x: LEFT, y: TOP };
  return {
    shape: `<polyline fill="none" ${style} points="${path}"/>${dots.join('')}`,
    name,
    colour,
    isOurs,
    endX: end.x,
    endY: end.y,
  };
}

/** Names at the right border, moved apart where lines end close to each other, each joined to its line's end. */
function spreadLabels(drawn: readonly DrawnLine[]): readonly string[] {
  const sorted = drawn.toSorted((a, b) => a.endY - b.endY);
  const labels: string[] = [];
  let lowest = TOP - LABEL_HEIGHT;
  const room = (HEIGHT - BOTTOM - TOP) / Math.max(1, sorted.length);
  for (const [index, { name, colour, isOurs, endX, endY }] of sorted.entries()) {
    // Those that are still to come need their room below.
    const latest = HEIGHT - BOTTOM - (sorted.length - 1 - index) * Math.min(LABEL_HEIGHT, room);
    const y = Math.min(Math.max(endY, lowest + LABEL_HEIGHT), latest);
    lowest = y;
    const x = WIDTH - RIGHT + 16;
    labels.push(
      `<line x1="${round(endX + 4)}" y1="${round(endY)}" x2="${x - 3}" y2="${round(y)}" stroke="${colour}" stroke-width="0.7"/>` +
        `<text x="${x}" y="${round(y + 4)}"${isOurs ? ' font-weight="700"' : ''}>${escaped(name)}</text>`,
    );
  }
  return labels;
}

function verticalMark(x: number, power: number): string {
  return `<line class="axis" x1="${round(x)}" y1="${TOP}" x2="${round(x)}" y2="${HEIGHT - BOTTOM}"/><text x="${round(x)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${amount(power)}</text>`;
}

function horizontalMark(y: number, power: number): string {
  return `<line class="axis" x1="${LEFT}" y1="${round(y)}" x2="${WIDTH - RIGHT}" y2="${round(y)}"/><text x="${LEFT - 8}" y="${round(y + 4)}" text-anchor="end">${amount(power)}</text>`;
}

/** The powers of ten that enclose the values: at least one step. */
function powersAround(values: readonly number[]): readonly [number, number] {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
  return [low, Math.max(high, low + 1)];
}

function scale([low, high]: readonly [number, number], from: number, to: number): (value: number) => number {
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
}

function exponents([low, high]: readonly [number, number]): readonly number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

function amount(power: number): string {
  return power < 0 ? (10 ** power).toFixed(-power) : (10 ** power).toLocaleString('en');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
