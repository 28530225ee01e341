import { Button, Flex, Heading, TextField } from '@radix-ui/themes';
import { Pencil } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Tool } from '../../../../chrome/tool.tsx';
import { MAX_TITLE_LENGTH, type Post } from '../../wire/post.ts';

export interface PostTitleProps {
  readonly post: Post;
  readonly onRename: (title: string) => void;
}

/** The title of the open post, and the way to another one. */
export function PostTitle({ post, onRename }: PostTitleProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const pencil = useRef<HTMLDivElement>(null);
  const close = () => {
    setIsRenaming(false);
    // The pencil is there again after this turn.
    requestAnimationFrame(() => pencil.current?.querySelector('button')?.focus());
  };
  if (isRenaming)
    return (
      <TitleForm
        title={post.title}
        onCancel={close}
        onRename={(title) => {
          if (title !== post.title) onRename(title);
          close();
        }}
      />
    );
  return (
    <Flex ref={pencil} align="start" justify="between" gap="3">
      <Heading as="h2" size="5" className="office-pane-title">
        {post.title}
      </Heading>
      <Tool
        label={post.isLocked ? 'A locked post keeps its title: unlock it first' : 'Change the title'}
        isIdle={post.isLocked}
        onClick={() => setIsRenaming(true)}
        icon={<Pencil size={16} />}
      />
    </Flex>
  );
}

function TitleForm(props: {
  readonly title: string;
  readonly onCancel: () => void;
  readonly onRename: (title: string) => void;
}) {
  const [title, setTitle] = useState(props.title);
  const isEmpty = title.trim() === '';
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) props.onRename(title.trim());
  };
  return (
    <form className="office-title-form" onSubmit={rename}>
      <TextField.Root
        autoFocus
        aria-label="Title"
        value={title}
        maxLength={MAX_TITLE_LENGTH}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onCancel();
        }}
      />
      <Button type="submit" disabled={isEmpty}>
        Rename
      </Button>
      <Button type="button" variant="soft" color="gray" onClick={props.onCancel}>
        Cancel
      </Button>
    </form>
  );
}
