import { Button, Text } from '@radix-ui/themes';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { PAGE_SIZE } from '../../wire/page.ts';

export interface PagerProps {
  readonly page: number;
  readonly total: number;
  /** What there are so many of, as `posts`. */
  readonly what: string;
  readonly onPage: (page: number) => void;
}

/** Which part of a list is shown, and the ways to the others. */
export function Pager({ page, total, what, onPage }: PagerProps) {
  const first = page * PAGE_SIZE + 1;
  const last = Math.min(total, first + PAGE_SIZE - 1);
  return (
    <nav className="office-pager" aria-label="Pages">
      <Button variant="soft" color="gray" disabled={page === 0} onClick={() => onPage(page - 1)}>
        <ChevronLeft size={16} aria-hidden="true" /> Back
      </Button>
      <Text size="2" color="gray" className="numbers" role="status">
        {total === 0 ? `No ${what}` : `${first}–${last} of ${total} ${what}`}
      </Text>
      <Button variant="soft" color="gray" disabled={last >= total} onClick={() => onPage(page + 1)}>
        Next <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </nav>
  );
}
