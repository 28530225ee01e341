import { Badge, TextField } from '@radix-ui/themes';
import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useOffice } from '../../office-context.tsx';
import { MAX_TAGS, type Post, TAG_PATTERN } from '../../wire/post.ts';

export interface PostTagsProps {
  readonly post: Post;
  readonly onChange: (tags: readonly string[]) => void;
}

/** The tags of the open post; one can be added by its name, and each taken away. */
export function PostTags({ post, onChange }: PostTagsProps) {
  const { tags, isLocked } = post;
  return (
    <div className="office-tag-list">
      {tags.map((tag) => (
        <Badge key={tag} size="2" color="gray">
          {tag}
          {!isLocked && (
            <button
              type="button"
              className="office-untag"
              aria-label={`Take the tag ${tag} away`}
              onClick={() => onChange(tags.filter((one) => one !== tag))}
            >
              <X size={12} aria-hidden="true" />
            </button>
          )}
        </Badge>
      ))}
      {!isLocked && tags.length < MAX_TAGS && (
        <TagForm tags={tags} onAdd={(tag) => onChange([...tags, tag])} />
      )}
    </div>
  );
}

function TagForm(props: { readonly tags: readonly string[]; readonly onAdd: (tag: string) => void }) {
  const { api } = useOffice();
  const { data: known = [] } = api.useGetTagsQuery();
  const [name, setName] = useState('');
  const listId = useId();
  const add = (event: FormEvent) => {
    event.preventDefault();
    const tag = name.trim().toLowerCase();
    if (!TAG_PATTERN.test(tag)) return;
    if (!props.tags.includes(tag)) props.onAdd(tag);
    setName('');
  };
  return (
    <form className="office-tag-form" onSubmit={add}>
      <TextField.Root
        size="1"
        aria-label="Add a tag"
        placeholder="Add a tag"
        value={name}
        maxLength={35}
        list={listId}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <datalist id={listId}>
        {known.slice(0, 60).map((tag) => (
          <option key={tag.name} value={tag.name} />
        ))}
      </datalist>
    </form>
  );
}
