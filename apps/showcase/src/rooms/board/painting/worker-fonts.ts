import { BOARD_FAMILY, BOARD_FONT, boardFontOf } from './board-font.ts';
import type { FontSource } from './page-fonts.ts';

/** The faces of the page's font that this worker has loaded. */
export class WorkerFonts {
  readonly #asked = new Set<string>();
  #added = 0;

  /** Loads those that are not there; answers how to ask for the font now. A face that cannot be loaded is left out. */
  async load(fonts: readonly FontSource[]): Promise<string> {
    const fresh = fonts.filter(({ source }) => !this.#asked.has(source));
    for (const { source } of fresh) this.#asked.add(source);
    await Promise.all(fresh.map((font) => this.#add(font)));
    return this.#added === 0 ? BOARD_FONT : boardFontOf(this.#added);
  }

  async #add({ source, weight, style, unicodeRange }: FontSource): Promise<void> {
    if (!('fonts' in self && self.fonts instanceof FontFaceSet)) return;
    const face = new FontFace(BOARD_FAMILY, source, { weight, style, unicodeRange });
    const { fonts } = self;
    try {
      fonts.add(await face.load());
      this.#added += 1;
    } catch {
      // Out of reach: what is written with it is written with the system's font.
    }
  }
}
