import { Heading, Skeleton, Text } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { Logo } from './logo.tsx';

/** Nothing is shown before this: most documents are here sooner. */
const PATIENCE_MS = 300;

/** The page's outline while its document is on its way, and in words what it waits for. */
export function RoomSkeleton({
  documentName,
  reason,
}: {
  readonly documentName: string;
  readonly reason: string;
}) {
  const isLate = useIsLate();
  return (
    <>
      <header className="top-bar">
        <Logo />
        <Heading as="h1" size="3" weight="medium">
          {documentName}
        </Heading>
      </header>
      <main className="panes" aria-busy="true">
        {['60%', '40%'].map((width) => (
          <section key={width} className="pane pane-waiting">
            {isLate && (
              <>
                <Skeleton width={width} height="16px" mb="4" />
                <Skeleton width="100%" height="14px" mb="3" />
                <Skeleton width="90%" height="14px" mb="3" />
                <Skeleton width={width} height="14px" />
              </>
            )}
          </section>
        ))}
        {isLate && (
          <Text as="p" size="2" color="gray" role="status">
            {reason}
          </Text>
        )}
      </main>
    </>
  );
}

function useIsLate(): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
