import type { ComponentProps, MouseEvent } from 'react';
import { useHouse } from './house.tsx';
import { addressElsewhere, placeFromPath, roomOfPlace } from './place.ts';

export interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** A path of the house. */
  readonly to: string;
}

/** A link to another place of the house: a plain click stays in this window, any other does what links do. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const { navigate, prefetch } = useHouse();
  const prefetchTarget = () => {
    const room = roomOfPlace(placeFromPath(to));
    if (room !== undefined) prefetch(room);
  };
  return (
    <a
      {...rest}
      href={addressElsewhere(to, globalThis.location.search)}
      onPointerEnter={prefetchTarget}
      onFocus={prefetchTarget}
      onClick={(event) => {
        onClick?.(event);
        if (!isPlainClick(event)) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}

function isPlainClick(event: MouseEvent<HTMLAnchorElement>): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !isModified && event.currentTarget.target === '';
}
