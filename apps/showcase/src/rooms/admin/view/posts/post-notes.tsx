import { Button, Heading, Text, TextArea } from '@radix-ui/themes';
import { type FormEvent, useState } from 'react';
import { MAX_NOTE_LENGTH, type Note } from '../../wire/post.ts';
import { When } from '../parts/when.tsx';

export interface PostNotesProps {
  readonly notes: readonly Note[];
  readonly onAdd: (text: string) => void;
}

/** What moderators wrote about a post for each other. Ctrl+Enter sends. */
export function PostNotes({ notes, onAdd }: PostNotesProps) {
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const add = (event?: FormEvent) => {
    event?.preventDefault();
    if (isEmpty) return;
    onAdd(text.trim());
    setText('');
  };
  return (
    <section className="office-notes" aria-label="Notes">
      <Heading as="h3" size="3">
        Notes for moderators
      </Heading>
      {notes.length === 0 && (
        <Text as="p" size="2" color="gray">
          Nobody has written a note yet. Readers do not see them.
        </Text>
      )}
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            <Text as="p" size="2">
              {note.text}
            </Text>
            <Text as="p" size="1" color="gray">
              {note.author} · <When at={note.writtenAt} />
            </Text>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <TextArea
          aria-label="Your note"
          placeholder="Tell the others what you found"
          value={text}
          maxLength={MAX_NOTE_LENGTH}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add();
          }}
        />
        <Button type="submit" variant="soft" disabled={isEmpty}>
          Add the note
        </Button>
      </form>
    </section>
  );
}
