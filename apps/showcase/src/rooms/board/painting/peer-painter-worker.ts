import type { FontSource } from './page-fonts.ts';
import type { FromPeerPainter, ToPeerPainter } from './peer-messages.ts';
import { PeerPainter } from './peer-painter.ts';

// Runs in a worker: paints other people, so that their twenty movements a second cost the page next to nothing.

let painter: PeerPainter | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToPeerPainter>) => {
  if (data.kind === 'update') painter?.take(data, performance.now());
  else start(data.canvas, data.fonts);
});

function start(canvas: OffscreenCanvas, fonts: readonly FontSource[]): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    answer({ kind: 'failed' });
    return;
  }
  const made = new PeerPainter(context, answer);
  painter = made;
  addFonts(fonts, () => made.repaint());
  answer({ kind: 'ready' });
}

function answer(message: FromPeerPainter): void {
  self.postMessage(message);
}

/** The browser loads them when something is written with them; until then it writes with others. */
function addFonts(fonts: readonly FontSource[], onLoad: () => void): void {
  if (!('fonts' in self && self.fonts instanceof FontFaceSet)) return;
  const set = self.fonts;
  for (const { family, source, weight, style, unicodeRange } of fonts)
    set.add(new FontFace(family, source, { weight, style, unicodeRange }));
  set.addEventListener('loadingdone', onLoad);
}
