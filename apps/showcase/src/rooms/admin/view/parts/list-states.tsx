import { Button, Callout, Skeleton, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { reasonIn } from '../../data/words.ts';

/** A list that could not be had, and what to do about it. */
export function ListFailure(props: {
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  return (
    <Callout.Root color="red" role="alert" className="office-failure">
      <Callout.Text>
        {props.what} cannot be shown. {reasonIn(props.error)}
      </Callout.Text>
      <Button size="2" variant="soft" color="red" onClick={props.onRetry}>
        Try again
      </Button>
    </Callout.Root>
  );
}

/** A list with nothing in it, which says why and what else there is. */
export function EmptyList(props: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className="office-empty">
      <Text as="p" size="3" color="gray">
        {props.text}
      </Text>
      {props.children}
    </div>
  );
}

const WIDTHS = ['62%', '78%', '54%', '86%', '70%', '48%', '66%', '74%'] as const;

/** The lines of a list that is on its way. */
export function ListSkeleton() {
  return (
    <div className="office-skeleton" aria-hidden="true">
      {WIDTHS.map((width) => (
        <Skeleton key={width} width={width} height="18px" />
      ))}
    </div>
  );
}
