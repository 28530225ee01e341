import { memo, useRef } from 'react';
import { personColor } from '../../../people/colors.ts';
import type { BoardPeer } from '../people/board-people.ts';
import { type Box, boundsOf, contains, overlaps, type Point } from '../plane/geometry.ts';
import { shownShape } from '../window/shown-shape.ts';
import { useBoardParts } from './board-parts.ts';
import { transformOf } from './glider.ts';
import { poseStyle } from './pose-style.ts';
import { useCell } from './use-cell.ts';
import { useGlide } from './use-glide.ts';
import { useNodeChanges } from './use-node-changes.ts';

/** The others: their pointers, and what they have selected or are dragging. In a crowd they are painted instead. */
export function PeopleLayer() {
  const { visible } = useBoardParts();
  return useCell(visible.peerRendition) === 'nodes' && <PeerNodes />;
}

function PeerNodes() {
  const { people, visible } = useBoardParts();
  const peers = useCell(people.peers);
  const covered = useCell(visible.covered);
  return peers.map((peer) => <PeerMarks key={peer.connection} peer={peer} covered={covered} />);
}

/** Who is far from the screen is not on the page: most of a crowd on a large board. */
const PeerMarks = memo(function PeerMarks(props: {
  readonly peer: BoardPeer;
  readonly covered: Box | undefined;
}) {
  const { peer, covered } = props;
  const isNear = peer.at !== undefined && covered !== undefined && contains(covered, peer.at);
  return (
    <>
      {peer.selected.map((id) => (
        <PeerSelection
          key={id}
          id={id}
          color={peer.color}
          name={peer.name}
          isDragging={peer.dragged.has(id)}
          covered={covered}
        />
      ))}
      {isNear && <Pointer at={peer.at} name={peer.name} color={peer.color} />}
    </>
  );
});

const Pointer = memo(function Pointer(props: {
  readonly at: Point;
  readonly name: string;
  readonly color: number;
}) {
  const { at, name, color } = props;
  const { fill, ink } = personColor(color);
  const frame = useRef<HTMLDivElement>(null);
  const spot = { x: at.x, y: at.y, rotation: 0 };
  useGlide(frame, spot, true);
  return (
    <div ref={frame} className="peer-pointer" style={{ transform: transformOf(spot) }} data-peer={name}>
      <div className="peer-pointer-size">
        <svg viewBox="0 0 16 20" width="16" height="20" aria-hidden="true">
          <path
            d="M1 1 15 11 8.5 12 5.5 19Z"
            fill={fill}
            stroke="white"
            strokeWidth="1.2"
            strokeLinejoin="round"
          />
        </svg>
        <span className="peer-name" style={{ backgroundColor: fill, color: ink }}>
          {name}
        </span>
      </div>
    </div>
  );
});

const PeerSelection = memo(function PeerSelection(props: {
  readonly id: string;
  readonly color: number;
  readonly name: string;
  readonly isDragging: boolean;
  readonly covered: Box | undefined;
}) {
  const { id, color, name, isDragging, covered } = props;
  const { board } = useBoardParts();
  useNodeChanges(id);
  const node = board.scene.node(id);
  const shape = node === undefined ? undefined : shownShape(board, node);
  const frame = useRef<HTMLDivElement>(null);
  useGlide(frame, shape?.pose, isDragging);
  if (shape === undefined || covered === undefined) return null;
  const { pose, width, height } = shape;
  if (!overlaps(boundsOf(pose, width, height), covered)) return null;
  const { fill, ink } = personColor(color);
  return (
    <div
      ref={frame}
      className="peer-selection"
      data-dragging={isDragging}
      style={{ ...poseStyle(pose, width, height), borderColor: fill }}
    >
      <span className="peer-selection-name" style={{ backgroundColor: fill, color: ink }}>
        {name}
      </span>
    </div>
  );
});
