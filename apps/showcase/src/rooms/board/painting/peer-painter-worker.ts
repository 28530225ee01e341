import type { FromPeerPainter, ToPeerPainter } from './peer-messages.ts';
import { PeerPainter } from './peer-painter.ts';
import { WorkerFonts } from './worker-fonts.ts';

// Runs in a worker: paints other people, so that their twenty movements a second cost the page next to nothing.

const fonts = new WorkerFonts();
let painter: PeerPainter | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToPeerPainter>) => {
  if (data.kind === 'start') start(data.canvas);
  else if (data.kind === 'update') painter?.take(data, performance.now());
  // The first fonts come before the first figures, so that names are not written twice.
  else
    void fonts.load(data.fonts).then((font) => {
      painter?.setFont(font);
      if (painter !== undefined) answer({ kind: 'ready' });
    });
});

function start(canvas: OffscreenCanvas): void {
  const context = canvas.getContext('2d');
  if (context === null) answer({ kind: 'failed' });
  else painter = new PeerPainter(context, answer);
}

function answer(message: FromPeerPainter): void {
  self.postMessage(message);
}
