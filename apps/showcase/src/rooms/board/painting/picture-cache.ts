import { isPictureSource } from '../../../../picture-source.ts';

/** Pictures decoded for painting, by their data URL. */
export class PictureCache {
  readonly #pictures = new Map<string, HTMLImageElement>();
  readonly #onLoad: () => void;

  constructor(onLoad: () => void) {
    this.#onLoad = onLoad;
  }

  /** The picture, once it can be painted; never what is no data URL of one, which would be asked for. */
  get(source: string): HTMLImageElement | undefined {
    if (!isPictureSource(source)) return undefined;
    const known = this.#pictures.get(source);
    if (known !== undefined) return known.complete && known.naturalWidth > 0 ? known : undefined;
    const image = new Image();
    image.onload = this.#onLoad;
    image.src = source;
    this.#pictures.set(source, image);
    return undefined;
  }
}
