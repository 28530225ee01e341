import { IconButton, Text } from '@radix-ui/themes';
import { X } from 'lucide-react';
import { dismissed, selectNotifications } from '../../data/notifications-slice.ts';
import { useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';

/** What the office has to say, until somebody has read it. */
export function Toasts() {
  const dispatch = useOfficeDispatch();
  const notifications = useOfficeSelector(selectNotifications);
  return (
    <ul className="office-toasts" aria-live="assertive" aria-label="What happened">
      {notifications.map(({ id, tone, text }) => (
        <li key={id} data-tone={tone}>
          <Text size="2">{text}</Text>
          <IconButton
            size="1"
            variant="ghost"
            color="gray"
            aria-label="Dismiss"
            onClick={() => dispatch(dismissed(id))}
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
