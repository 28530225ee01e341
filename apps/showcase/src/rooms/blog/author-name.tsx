import { Button, IconButton, TextField, Tooltip } from '@radix-ui/themes';
import type { RowOf } from '@statehouse/db';
import { Pencil } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BlogSchema } from './data/blog-schema.ts';

export interface AuthorNameProps {
  readonly author: RowOf<BlogSchema, 'users'>;
  readonly isPending: boolean;
  /** Absent for those who may only read. */
  readonly onRename?: (name: string) => void;
}

/** An author, who can be given another name here: he has it everywhere then. */
export function AuthorName({ author, isPending, onRename }: AuthorNameProps) {
  const [draft, setDraft] = useState<string>();
  const pencil = useRef<HTMLButtonElement>(null);
  const isEditing = draft !== undefined;
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (wasEditing.current && !isEditing) pencil.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (draft === undefined)
    return (
      <span className="author" data-pending={isPending}>
        <span className="author-name">{author.name}</span>
        {onRename !== undefined && (
          <Tooltip content="Rename">
            <IconButton
              ref={pencil}
              variant="ghost"
              color="gray"
              aria-label={`Rename ${author.name}`}
              onClick={() => setDraft(author.name)}
            >
              <Pencil size={14} aria-hidden="true" />
            </IconButton>
          </Tooltip>
        )}
      </span>
    );
  const save = (event: FormEvent) => {
    event.preventDefault();
    const name = draft.trim();
    if (name !== '' && name !== author.name) onRename?.(name);
    setDraft(undefined);
  };
  return (
    <form className="author" onSubmit={save}>
      <TextField.Root
        autoFocus
        aria-label="Name of the author"
        value={draft}
        maxLength={80}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
      <Button type="submit">Rename</Button>
      <Button type="button" variant="soft" color="gray" onClick={() => setDraft(undefined)}>
        Cancel
      </Button>
    </form>
  );
}
