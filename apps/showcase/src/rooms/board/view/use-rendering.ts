import { type RefObject, useEffect, useRef } from 'react';
import type { Appearance } from '../../../chrome/use-appearance.ts';
import type { BoardParts } from './board-parts.ts';
import { BoardRenderer, type StageLayers } from './board-renderer.ts';

type Refs = { readonly [Layer in keyof StageLayers]: RefObject<StageLayers[Layer] | null> };

/** Renders a board into the stage's layers for as long as the component lives. */
export function useRendering(
  { stage, canvas, world, overlay }: Refs,
  parts: BoardParts,
  appearance: Appearance,
): void {
  const renderer = useRef<BoardRenderer>(undefined);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!stage.current || !canvas.current || !world.current || !overlay.current || !context) return;
    const layers = {
      stage: stage.current,
      canvas: canvas.current,
      world: world.current,
      overlay: overlay.current,
    };
    const made = new BoardRenderer(layers, context, parts);
    renderer.current = made;
    return () => made.dispose();
  }, [stage, canvas, world, overlay, parts]);
  useEffect(() => {
    if (appearance !== undefined) renderer.current?.recolor();
  }, [appearance]);
}
