import { Button, TextArea } from '@radix-ui/themes';
import { type FormEvent, useState } from 'react';

const LONGEST = 2_000;

/** Where a comment is written. Ctrl+Enter sends it too. */
export function CommentForm({ onSend }: { readonly onSend: (text: string) => void }) {
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (isEmpty) return;
    onSend(text.trim());
    setText('');
  };
  return (
    <form className="comment-form" onSubmit={send}>
      <TextArea
        aria-label="Your comment"
        placeholder="Say something to it"
        value={text}
        maxLength={LONGEST}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <Button type="submit" disabled={isEmpty}>
        Comment
      </Button>
    </form>
  );
}
