import { Callout, IconButton } from '@radix-ui/themes';
import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useBoard } from './board-parts.ts';
import { useCell } from './use-cell.ts';

/** A plain sentence goes by itself; what was lost or refused stays until it is put away. */
const SHOWN_MS = 6_000;

/** What the board has to say to the person who works on it. */
export function NoticeBar() {
  const board = useBoard();
  const notice = useCell(board.notice);
  useEffect(() => {
    if (notice === undefined || notice.tone === 'loss') return;
    const timer = setTimeout(() => board.notice.set(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [board, notice]);
  return (
    <div className="notice" aria-live="polite" data-control>
      {notice !== undefined && (
        <Callout.Root
          size="1"
          color={notice.tone === 'loss' ? 'red' : 'gray'}
          variant="surface"
          role="status"
        >
          <Callout.Icon>
            {notice.tone === 'loss' ? <TriangleAlert size={16} /> : <Info size={16} />}
          </Callout.Icon>
          <Callout.Text>{notice.text}</Callout.Text>
          <IconButton
            size="1"
            variant="ghost"
            color="gray"
            aria-label="Put the message away"
            className="notice-close"
            onClick={() => board.notice.set(undefined)}
          >
            <X size={14} />
          </IconButton>
        </Callout.Root>
      )}
    </div>
  );
}
