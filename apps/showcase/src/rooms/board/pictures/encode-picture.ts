import { isPictureSource, LONGEST_SOURCE } from '../../../../picture-source.ts';
import type { Picture } from '../actions/insert-elements.ts';
import { shortText } from '../scene/short-text.ts';
import { MOST_PIXELS, refusalOf } from './picture-limits.ts';

/** What became of a file. */
export type EncodedPicture =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'refused'; readonly reason: string };

/** Tried in turn until the picture is small enough: the longer side in pixels, and the encoder's quality. */
const ATTEMPTS = [
  [1_600, 0.82],
  [1_200, 0.78],
  [900, 0.72],
  [640, 0.66],
  [400, 0.6],
] as const;

/** An SVG that does not say how large it is. */
const USUAL_SVG = { width: 640, height: 480 };

/**
 * Makes a picture for a document out of a file: decoded, drawn, and encoded anew, so that nothing but pixels comes in
 * (an SVG's scripts and links never run: it is decoded as an image), and small enough to travel in one operation.
 */
export async function encodePicture(file: File): Promise<EncodedPicture> {
  const refusal = refusalOf(file);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const image = await decode(file);
  if (image === undefined) return { kind: 'refused', reason: `“${file.name}” cannot be read as a picture.` };
  const size = {
    width: image.naturalWidth || USUAL_SVG.width,
    height: image.naturalHeight || USUAL_SVG.height,
  };
  if (size.width * size.height > MOST_PIXELS)
    return {
      kind: 'refused',
      reason: `“${file.name}” has too many pixels (${size.width} × ${size.height}).`,
    };
  try {
    for (const [longest, quality] of ATTEMPTS) {
      const picture = draw(image, file, size, longest, quality);
      if (picture !== undefined) return { kind: 'picture', picture };
    }
  } catch (error) {
    // Drawn, such a picture is the browser's secret: it could show what a page of another host does.
    if (!(error instanceof DOMException)) throw error;
    const reason = `“${file.name}” holds parts of web pages, which boards do not take. Export it as PNG and try again.`;
    return { kind: 'refused', reason };
  }
  return { kind: 'refused', reason: `“${file.name}” does not become small enough for a board.` };
}

async function decode(file: File): Promise<HTMLImageElement | undefined> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function draw(
  image: HTMLImageElement,
  { name }: File,
  size: { readonly width: number; readonly height: number },
  longest: number,
  quality: number,
): Picture | undefined {
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(size.width * scale));
  canvas.height = Math.max(1, Math.round(size.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const source = canvas.toDataURL('image/webp', quality);
  if (source.length > LONGEST_SOURCE || !isPictureSource(source)) return undefined;
  return { name: shortText(name, 200), source, width: canvas.width, height: canvas.height };
}
