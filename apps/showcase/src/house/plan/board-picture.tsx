import { useQuery } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { labelSize, type Miniature, type MiniatureShape, miniatureOf } from './board-miniature.ts';

const whole = (snapshot: SyncedDocument<ShowcaseSchema>['snapshot']) => snapshot.table('elements').all();

/** What is on a board now, in small; a sketch where there is nothing yet. */
export function BoardPicture({
  document,
}: {
  readonly document: SyncedDocument<ShowcaseSchema> | undefined;
}) {
  return document === undefined ? <Drawing miniature={SKETCH} /> : <LivePicture document={document} />;
}

function LivePicture({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const elements = useQuery(document, whole);
  // The elements say when the snapshot has another picture.
  const miniature = useMemo(() => miniatureOf(document.snapshot), [document, elements]);
  return <Drawing miniature={miniature ?? SKETCH} />;
}

function Drawing({ miniature }: { readonly miniature: Miniature }) {
  return (
    <svg className="board-picture" viewBox={miniature.viewBox} aria-hidden="true">
      {miniature.shapes.map((shape) => (
        <Shape key={shape.id} shape={shape} />
      ))}
    </svg>
  );
}

function Shape({ shape }: { readonly shape: MiniatureShape }) {
  const { kind, color, x, y, width, height, rotation, label } = shape;
  const middle = { x: x + width / 2, y: y + height / 2 };
  return (
    <g
      className={`mini mini-${kind}`}
      style={{ fill: `var(--${color}-3)`, stroke: `var(--${color}-8)` }}
      {...(rotation === 0 ? {} : { transform: `rotate(${rotation} ${middle.x} ${middle.y})` })}
    >
      <Outline shape={shape} />
      {label !== '' && <Label shape={shape} />}
    </g>
  );
}

function Outline({ shape }: { readonly shape: MiniatureShape }) {
  const { kind, x, y, width, height, label, source } = shape;
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  switch (kind) {
    case 'ellipse':
      return <ellipse cx={x + halfWidth} cy={y + halfHeight} rx={halfWidth} ry={halfHeight} />;
    case 'diamond':
      return (
        <path
          d={`M${x + halfWidth} ${y} l${halfWidth} ${halfHeight} l${-halfWidth} ${halfHeight} l${-halfWidth} ${-halfHeight}Z`}
        />
      );
    case 'text':
      return label === '' ? <path d={`M${x} ${y + halfHeight} h${width}`} /> : null;
    case 'image':
      if (source !== undefined)
        return (
          <image
            href={source}
            x={x}
            y={y}
            width={width}
            height={height}
            preserveAspectRatio="xMidYMid slice"
          />
        );
      return <rect x={x} y={y} width={width} height={height} />;
    default:
      return <rect x={x} y={y} width={width} height={height} rx={kind === 'note' ? 2 : 6} />;
  }
}

function Label({ shape }: { readonly shape: MiniatureShape }) {
  const { kind, color, x, y, width, height, label } = shape;
  const size = labelSize(kind);
  const isInside = kind !== 'text' && kind !== 'frame';
  const place = isInside
    ? { x: x + width / 2, y: y + height / 2 + size / 3 }
    : { x: kind === 'frame' ? x + 10 : x, y: y + size + (kind === 'frame' ? 6 : 0) };
  return (
    <text
      {...place}
      textAnchor={isInside ? 'middle' : 'start'}
      fontSize={size}
      style={{ fill: `var(--${color}-12)` }}
    >
      {label}
    </text>
  );
}

const sketched = (
  kind: MiniatureShape['kind'],
  color: MiniatureShape['color'],
  [x, y, width, height]: readonly [number, number, number, number],
): MiniatureShape => ({
  id: `${kind} ${x} ${y}`,
  kind,
  color,
  x,
  y,
  width,
  height,
  rotation: 0,
  label: '',
  source: undefined,
});

/** What a board can hold, where there is none to show. */
const SKETCH: Miniature = {
  viewBox: '0 0 640 240',
  shapes: [
    sketched('frame', 'slate', [16, 16, 280, 208]),
    sketched('note', 'amber', [40, 48, 96, 72]),
    sketched('note', 'amber', [152, 48, 96, 72]),
    sketched('note', 'pink', [96, 136, 96, 64]),
    sketched('rectangle', 'iris', [352, 24, 120, 64]),
    sketched('diamond', 'teal', [364, 128, 96, 88]),
    sketched('ellipse', 'blue', [520, 40, 96, 72]),
    sketched('text', 'slate', [512, 160, 112, 16]),
    sketched('text', 'slate', [512, 184, 72, 16]),
  ],
};
