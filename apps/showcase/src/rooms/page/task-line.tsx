import { Checkbox, IconButton, Tooltip } from '@radix-ui/themes';
import { GripVertical, Trash2 } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, useEffect, useRef } from 'react';
import { PersonBadge } from '../../people/people.tsx';
import { bindField } from '../../text/bind-field.ts';
import type { TaskActions, TaskView } from './task-view.ts';

/** Which part of which line wants the focus after the list has changed. */
export interface FocusWish {
  readonly id: string;
  readonly part: 'title' | 'handle';
}

export interface TaskLineProps {
  readonly task: TaskView;
  readonly index: number;
  readonly readOnly: boolean;
  readonly isDragged: boolean;
  readonly dropMark: 'above' | 'below' | undefined;
  readonly actions: TaskActions;
  readonly handle: ComponentProps<'button'>;
  readonly wish: FocusWish | undefined;
  readonly onWish: (wish: FocusWish) => void;
  readonly onFocusNeighbour: (step: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One line of the list: a handle to move it, a box to tick it, its text, and who is in it. */
export function TaskLine(props: TaskLineProps) {
  const { task, readOnly, actions } = props;
  const name = task.titleText === '' ? 'empty line' : task.titleText;
  return (
    <li
      className="task"
      data-task={task.id}
      data-done={task.done}
      data-pending={task.isPending}
      data-dragged={props.isDragged}
      data-drop={props.dropMark}
    >
      <Tooltip content="Drag, or use ↑ ↓">
        <button
          {...props.handle}
          type="button"
          className="task-handle"
          ref={useWishedFocus(props.wish, task.id, 'handle')}
          disabled={readOnly}
          aria-label={`Move “${name}”: arrow keys up and down`}
          onKeyDown={(event) => moveByArrow(event, props)}
        >
          <GripVertical size={16} aria-hidden="true" />
        </button>
      </Tooltip>
      <Checkbox
        checked={task.done}
        disabled={readOnly}
        aria-label={name}
        onCheckedChange={(checked) => actions.toggle(task.id, checked === true)}
      />
      <TaskTitle {...props} />
      {task.people.map((person) => (
        <PersonBadge key={person.connection} person={person} small />
      ))}
      <Tooltip content="Delete">
        <IconButton
          className="task-delete"
          variant="ghost"
          color="gray"
          disabled={readOnly}
          aria-label={`Delete “${name}”`}
          onClick={props.onRemove}
        >
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      </Tooltip>
    </li>
  );
}

function TaskTitle(props: TaskLineProps) {
  const { task, readOnly, actions } = props;
  const field = useWishedFocus<HTMLInputElement>(props.wish, task.id, 'title');
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const { id, title } = task;
  useEffect(() => {
    if (field.current === null) return;
    return bindField(field.current, title, {
      onShown: () => {},
      onSelection: (selection) => latest.current.select(id, selection),
      onUndo: () => latest.current.undo(),
      onRedo: () => latest.current.redo(),
    });
  }, [field, id, title]);
  return (
    <input
      ref={field}
      className="task-title"
      aria-label={`Line ${props.index + 1}`}
      placeholder="Empty"
      readOnly={readOnly}
      spellCheck={false}
      onKeyDown={(event) => editByKey(event, props)}
    />
  );
}

function moveByArrow(event: KeyboardEvent, { task, index, actions, onWish }: TaskLineProps): void {
  const step = arrowStep(event.key);
  if (step === undefined) return;
  event.preventDefault();
  onWish({ id: task.id, part: 'handle' });
  actions.move(task.id, index + step);
}

function editByKey(event: KeyboardEvent<HTMLInputElement>, props: TaskLineProps): void {
  const { task, index, readOnly, actions, onWish, onFocusNeighbour, onRemove } = props;
  if (event.nativeEvent.isComposing || readOnly) return;
  const step = arrowStep(event.key);
  if (step !== undefined && event.altKey) {
    event.preventDefault();
    onWish({ id: task.id, part: 'title' });
    actions.move(task.id, index + step);
  } else if (step !== undefined) {
    event.preventDefault();
    onFocusNeighbour(step);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    onWish({ id: actions.add('', task.id), part: 'title' });
  } else if (event.key === 'Backspace' && event.currentTarget.value === '') {
    event.preventDefault();
    onRemove();
  }
}

function arrowStep(key: string): -1 | 1 | undefined {
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : undefined;
}

/** A ref for a part of a line that takes the focus when it is wished for. */
function useWishedFocus<Part extends HTMLElement = HTMLButtonElement>(
  wish: FocusWish | undefined,
  id: string,
  part: FocusWish['part'],
) {
  const ref = useRef<Part>(null);
  useEffect(() => {
    if (wish?.id === id && wish.part === part) ref.current?.focus();
  }, [wish, id, part]);
  return ref;
}
