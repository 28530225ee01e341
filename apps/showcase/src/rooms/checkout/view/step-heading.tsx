import { Heading } from '@radix-ui/themes';
import { createContext, type ReactNode, type RefObject, useContext, useEffect, useRef } from 'react';

/** Where the checkout was last seen; undefined before it was seen anywhere. */
const LastPlace = createContext<RefObject<string | undefined>>({ current: undefined });

/** Lets the headings inside know where the checkout was before. */
export function PlaceMemory({ children }: { readonly children: ReactNode }) {
  return <LastPlace value={useRef<string | undefined>(undefined)}>{children}</LastPlace>;
}

export interface StepHeadingProps {
  /** Changes with the place that it heads. */
  readonly place: string;
  readonly children: ReactNode;
}

/** Heads a step; it takes the focus when the checkout comes to another place, but not when the page is loaded there. */
export function StepHeading({ place, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useContext(LastPlace);
  useEffect(() => {
    const before = last.current;
    last.current = place;
    if (before === undefined || before === place) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [last, place]);
  return (
    <Heading ref={heading} as="h2" size="5" tabIndex={-1} className="checkout-heading">
      {children}
    </Heading>
  );
}
