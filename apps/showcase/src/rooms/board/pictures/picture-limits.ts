/** Files larger than this are not even opened, in bytes. */
export const LARGEST_FILE = 20 * 1_048_576;

/** Pictures of more pixels than this are not decoded. */
export const MOST_PIXELS = 60_000_000;

const MEBIBYTE = 1_048_576;

/** Why a file cannot become a picture, in words; undefined if it may be tried. */
export function refusalOf(file: {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}): string | undefined {
  if (!file.type.startsWith('image/'))
    return `“${file.name}” is no picture: boards take PNG, JPEG, WebP, GIF, AVIF and SVG.`;
  if (file.size > LARGEST_FILE) {
    const size = (file.size / MEBIBYTE).toFixed(0);
    return `“${file.name}” has ${size} MB; boards take pictures of up to ${LARGEST_FILE / MEBIBYTE} MB. Make it smaller and try again.`;
  }
  if (file.size === 0) return `“${file.name}” is empty.`;
  return undefined;
}
