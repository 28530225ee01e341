/** The page's font, for what is painted. */
export const BOARD_FAMILY = 'Inter Variable';

/** As canvases take it. */
export const BOARD_FONT = `"${BOARD_FAMILY}", system-ui, sans-serif`;

/**
 * The same font, by another name. A worker's canvas never looks again for a font that it has once written with, so
 * that when faces have been added it has to be asked for something else.
 */
export function boardFontOf(faces: number): string {
  return `${BOARD_FONT}, "with ${faces} faces"`;
}
