/** Pictures decoded where there are no image elements: in a worker. */
export class DecodedPictures {
  readonly #pictures = new Map<string, ImageBitmap | 'decoding' | undefined>();
  readonly #onDecoded: () => void;

  constructor(onDecoded: () => void) {
    this.#onDecoded = onDecoded;
  }

  /** The picture of a data URL; undefined: there is none in it. */
  get(source: string): ImageBitmap | 'decoding' | undefined {
    if (this.#pictures.has(source)) return this.#pictures.get(source);
    this.#pictures.set(source, 'decoding');
    const decoded = (picture: ImageBitmap | undefined) => {
      this.#pictures.set(source, picture);
      this.#onDecoded();
    };
    decode(source).then(decoded, () => decoded(undefined));
    return 'decoding';
  }
}

async function decode(source: string): Promise<ImageBitmap> {
  const response = await fetch(source);
  return createImageBitmap(await response.blob());
}
