import { type CSSProperties, useCallback, useSyncExternalStore } from 'react';
import { type Box, boundsOf, type Pose, unionOf } from '../plane/geometry.ts';
import { HANDLES } from '../plane/resizing.ts';
import type { Board } from '../window/board.ts';
import { shownShape } from '../window/shown-shape.ts';
import { useBoard } from './board-parts.ts';
import { poseStyle } from './pose-style.ts';
import { useCell } from './use-cell.ts';

/** What stands around the selection: outlines, handles, guides, the rubber band. */
export function SelectionLayer() {
  const board = useBoard();
  return (
    <>
      <DropTarget board={board} />
      <Selected board={board} />
      <Guides board={board} />
      <Marquee board={board} />
    </>
  );
}

function Selected({ board }: { readonly board: Board }) {
  useCell(board.selection);
  const editing = useCell(board.editing);
  useSelectionChanges(board);
  const nodes = board.selected;
  const [only] = nodes;
  if (only === undefined || editing !== undefined) return null;
  const shapes = nodes.map((node) => ({ id: node.id, ...shownShape(board, node) }));
  const [first] = shapes;
  if (nodes.length === 1 && first !== undefined) {
    return (
      <HandleFrame
        pose={first.pose}
        width={first.width}
        height={first.height}
        isReadOnly={board.isReadOnly}
      />
    );
  }
  const box = unionOf(shapes.map(({ pose, width, height }) => boundsOf(pose, width, height)));
  return (
    <>
      {shapes.slice(0, MOST_OUTLINES).map(({ id, pose, width, height }) => (
        <div key={id} className="outline" style={poseStyle(pose, width, height)} />
      ))}
      {box !== undefined && (
        <HandleFrame
          pose={{ x: box.x, y: box.y, cos: 1, sin: 0, rotation: 0 }}
          width={box.width}
          height={box.height}
          isReadOnly={board.isReadOnly}
        />
      )}
    </>
  );
}

/** Of larger selections only the common box is shown. */
const MOST_OUTLINES = 200;

function HandleFrame(props: {
  readonly pose: Pose;
  readonly width: number;
  readonly height: number;
  readonly isReadOnly: boolean;
}) {
  const { pose, width, height } = props;
  const board = useBoard();
  const { zoom } = useCell(board.camera);
  const handles = handlesFor(width * zoom, height * zoom);
  return (
    <div className="handles" style={poseStyle(pose, width, height)} data-testid="handles">
      {!props.isReadOnly && (
        <>
          <span className="handle-turn" data-grip="turn" />
          {HANDLES.map(({ across, down }, index) =>
            !handles(across, down) ? null : (
              <span
                key={`${across},${down}`}
                className="handle"
                data-grip={index}
                style={{
                  left: `${(across + 1) * 50}%`,
                  top: `${(down + 1) * 50}%`,
                  cursor: cursorOf(across, down, pose.rotation),
                }}
              />
            ),
          )}
        </>
      )}
    </div>
  );
}

/** Handles closer to each other than this, in pixels, would be one. */
const HANDLE_ROOM = 44;

/** Which handles have room: on what is small there are corners only, on what is tiny the one at its end. */
function handlesFor(width: number, height: number): (across: number, down: number) => boolean {
  if (Math.min(width, height) < HANDLE_ROOM / 2) return (across, down) => across === 1 && down === 1;
  return (across, down) => (across !== 0 || width >= HANDLE_ROOM) && (down !== 0 || height >= HANDLE_ROOM);
}

const CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

function cursorOf(across: number, down: number, rotation: number): string {
  const angle = (Math.atan2(down, across) * 180) / Math.PI + rotation;
  return CURSORS[((Math.round(angle / 45) % 4) + 4) % 4] ?? 'move';
}

function DropTarget({ board }: { readonly board: Board }) {
  const id = useCell(board.dropTarget);
  const node = id === undefined ? undefined : board.scene.node(id);
  if (node === undefined) return null;
  return (
    <div className="drop-target" style={poseStyle(node.pose, node.element.width, node.element.height)} />
  );
}

function Guides({ board }: { readonly board: Board }) {
  const guides = useCell(board.guides);
  return guides.map(({ axis, at, from, to }) => (
    <div
      key={`${axis}${at}`}
      className="guide"
      data-axis={axis}
      style={boxStyle(
        axis === 'x'
          ? { x: at, y: from, width: 0, height: to - from }
          : { x: from, y: at, width: to - from, height: 0 },
      )}
    />
  ));
}

function Marquee({ board }: { readonly board: Board }) {
  const box = useCell(board.marquee);
  return box === undefined ? null : <div className="marquee" style={boxStyle(box)} />;
}

function boxStyle({ x, y, width, height }: Box): CSSProperties {
  return { width, height, transform: `translate(${x}px, ${y}px)` };
}

/** Renders again when something selected is dragged, or changes. */
function useSelectionChanges(board: Board): void {
  const subscribe = useCallback(
    (changed: () => void) => {
      const isSelected = (id: string) => {
        const { value: selection } = board.selection;
        for (let at = board.scene.node(id); at !== undefined; at = at.parent)
          if (selection.has(at.id)) return true;
        return false;
      };
      const told = (id: string) => {
        if (!isSelected(id)) return;
        changes.set(board, changesOf(board) + 1);
        changed();
      };
      const stops = [
        board.ownPlaces.subscribe(told),
        board.theirPlaces.subscribe(told),
        board.subscribeScene(({ touched }) => {
          for (const id of board.selection.value) {
            if (touched.has(id)) {
              told(id);
              return;
            }
          }
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [board],
  );
  useSyncExternalStore(subscribe, () => changesOf(board));
}

const changes = new WeakMap<Board, number>();

function changesOf(board: Board): number {
  return changes.get(board) ?? 0;
}
