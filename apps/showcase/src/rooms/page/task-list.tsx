import { Button, Text } from '@radix-ui/themes';
import { ListPlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { type FocusWish, TaskLine } from './task-line.tsx';
import type { TaskActions, TaskView } from './task-view.ts';
import { type Drag, useDragOrder } from './use-drag-order.ts';

export interface TaskListProps {
  readonly tasks: readonly TaskView[];
  readonly readOnly: boolean;
  readonly actions: TaskActions;
}

/** An ordered list that several people keep at once. */
export function TaskList({ tasks, readOnly, actions }: TaskListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [wish, setWish] = useState<FocusWish>();
  const { drag, handlers } = useDragOrder(list, actions.move);
  const focusAt = (index: number) => {
    const task = tasks[Math.min(Math.max(0, index), tasks.length - 1)];
    if (task !== undefined) setWish({ id: task.id, part: 'title' });
  };
  const remove = (id: string, index: number) => {
    focusAt(index === 0 ? 1 : index - 1);
    actions.remove(id);
  };
  return (
    <>
      <ul ref={list} className="tasks" aria-label="List">
        {tasks.map((task, index) => (
          <TaskLine
            key={task.id}
            task={task}
            index={index}
            readOnly={readOnly}
            isDragged={drag?.id === task.id}
            dropMark={drag === undefined ? undefined : dropMark(drag, tasks, index)}
            actions={actions}
            handle={handlers(task.id)}
            wish={wish}
            onWish={setWish}
            onFocusNeighbour={(step) => focusAt(index + step)}
            onRemove={() => remove(task.id, index)}
          />
        ))}
      </ul>
      {tasks.length === 0 && (
        <Text as="p" size="2" color="gray" className="tasks-empty">
          Nothing on the list yet. What you add appears in every window at once.
        </Text>
      )}
      {!readOnly && (
        <Button
          className="task-add"
          variant="ghost"
          onClick={() => setWish({ id: actions.add('', tasks.at(-1)?.id), part: 'title' })}
        >
          <ListPlus size={16} aria-hidden="true" /> Add a line
        </Button>
      )}
    </>
  );
}

/** On which edge of a line the mark stands that shows where the dragged one would go. */
function dropMark(drag: Drag, tasks: readonly TaskView[], index: number): 'above' | 'below' | undefined {
  const from = tasks.findIndex((task) => task.id === drag.id);
  if (index !== drag.toIndex || from === index) return undefined;
  return index < from ? 'above' : 'below';
}
