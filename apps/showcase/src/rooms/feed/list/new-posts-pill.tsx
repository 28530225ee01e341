import { Button } from '@radix-ui/themes';
import { ArrowUp } from 'lucide-react';
import { countWords } from '../count-words.ts';

/** How many posts wait, and the way to them. */
export function NewPostsPill({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  if (count === 0) return null;
  return (
    <Button className="new-posts" radius="full" size="2" onClick={onShow}>
      <ArrowUp size={14} aria-hidden="true" />
      {count === 1 ? '1 new post' : `${countWords(count)} new posts`}
    </Button>
  );
}
