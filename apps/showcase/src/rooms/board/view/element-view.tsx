import { useEntity } from '@statehouse/react';
import { memo, useMemo, useRef } from 'react';
import { isPictureSource } from '../../../../picture-source.ts';
import type { Placement } from '../plane/geometry.ts';
import { type Element, elementName, kindName, placementOf } from '../scene/element.ts';
import { labelStyle } from '../scene/label-style.ts';
import { useBoard, useBoardParts } from './board-parts.ts';
import { transformOf } from './glider.ts';
import { LabelEditor } from './label-editor.tsx';
import { useCell, useCellOf } from './use-cell.ts';
import { useGlide } from './use-glide.ts';

/** The elements in a parent that are near the screen, from bottom to top. */
export const ElementList = memo(function ElementList({ parent }: { readonly parent: string }) {
  const { visible } = useBoardParts();
  const ids = useCellOf(visible.children, parent);
  return ids?.map((id) => <ElementView key={id} id={id} />);
});

/** One element, and those in it. It renders when it changes, when it is dragged, or marked; not when others are. */
const ElementView = memo(function ElementView({ id }: { readonly id: string }) {
  const { board, marks, visible } = useBoardParts();
  const element = useEntity(board.document, 'elements', id);
  const own = useCellOf(board.ownPlaces, id);
  const theirs = useCellOf(board.theirPlaces, id);
  const mark = useCellOf(marks.marks, id);
  const frame = useRef<HTMLDivElement>(null);
  const place = element === undefined ? undefined : (own ?? theirs ?? placementOf(element));
  const style = place === undefined ? undefined : placeStyle(place);
  useGlide(frame, place, own === undefined && theirs !== undefined);
  const isHolder = useCellOf(visible.holders, id) === true;
  if (element === undefined || place === undefined) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no HTML element is a thing on a board
    <div
      ref={frame}
      role="group"
      className="element"
      aria-roledescription={kindName(element.kind).toLowerCase()}
      aria-label={elementName(element)}
      tabIndex={-1}
      data-element={id}
      data-kind={element.kind}
      data-color={element.color}
      data-mark={mark}
      data-moved={own !== undefined ? 'mine' : theirs !== undefined ? 'theirs' : undefined}
      style={style}
    >
      {!isHolder && <Shape element={element} />}
      {!isHolder && element.kind !== 'image' && <Label element={element} place={place} />}
      <ElementList parent={id} />
    </div>
  );
});

function placeStyle(place: Placement) {
  return { width: place.width, height: place.height, transform: transformOf(place) };
}

const Shape = memo(function Shape({ element }: { readonly element: Element }) {
  if (element.kind === 'image') return <Picture element={element} />;
  if (element.kind !== 'diamond') return <div className="element-shape" />;
  return (
    <svg className="element-shape" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path d="M50 0.5 99.5 50 50 99.5 0.5 50Z" vectorEffect="non-scaling-stroke" />
    </svg>
  );
});

function Picture({ element }: { readonly element: Element }) {
  const board = useBoard();
  const picture = useEntity(board.document, 'images', element.image);
  if (picture === undefined) return <div className="element-shape element-missing">Picture is gone</div>;
  // Others may have written anything there: an address would be asked for.
  if (!isPictureSource(picture.source))
    return <div className="element-shape element-missing">Not a picture</div>;
  return <img className="element-shape" src={picture.source} alt={picture.name} draggable={false} />;
}

function Label({ element, place }: { readonly element: Element; readonly place: Placement }) {
  const board = useBoard();
  const isEditing = useCell(board.editing) === element.id;
  const text = useMemo(() => element.label.toString(), [element.label]);
  const { fontSize, lineHeight, padding, align, stand } = labelStyle(
    { kind: element.kind, height: place.height },
    text.length,
  );
  if (text === '' && !isEditing) return null;
  return (
    <div
      className="element-label"
      data-stand={stand}
      style={{ fontSize, lineHeight: `${lineHeight}px`, padding, textAlign: align }}
    >
      {isEditing ? <LabelEditor key={element.id} id={element.id} /> : <span>{text}</span>}
    </div>
  );
}
