import { Heading } from '@radix-ui/themes';
import { type ReactNode, useEffect, useRef } from 'react';
import { useHouse } from './house.tsx';

/** The heading of a place; it takes the focus when somebody comes here from elsewhere in the house. */
export function MainHeading({ children }: { readonly children: ReactNode }) {
  const { turn } = useHouse().visit;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (turn > 0) heading.current?.focus({ preventScroll: true });
  }, [turn]);
  return (
    <Heading ref={heading} as="h1" size="3" weight="medium" truncate tabIndex={-1} className="main-heading">
      {children}
    </Heading>
  );
}
