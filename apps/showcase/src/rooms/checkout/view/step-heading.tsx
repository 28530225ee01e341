import { Heading } from '@radix-ui/themes';
import { type ReactNode, useEffect, useRef } from 'react';

export interface StepHeadingProps {
  /** Changes with the place that it heads. */
  readonly place: string;
  readonly children: ReactNode;
}

/** Heads a step; it takes the focus when the checkout comes to another place, but not when the page is loaded there. */
export function StepHeading({ place, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [place]);
  return (
    <Heading ref={heading} as="h2" size="5" tabIndex={-1} className="checkout-heading">
      {children}
    </Heading>
  );
}
