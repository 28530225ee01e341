import { Button, Code, Flex, Text } from '@radix-ui/themes';

/** Something that a person wrote and that could not take effect. */
export interface ConflictView {
  readonly key: string;
  /** Why, in words. */
  readonly reason: string;
  /** What the person wrote. */
  readonly lost: string;
  dismiss(): void;
}

/** What was lost, with the way to get it back. */
export function ConflictList({ conflicts }: { readonly conflicts: readonly ConflictView[] }) {
  return (
    <Flex direction="column" gap="2">
      <Text size="2" weight="medium">
        Did not take effect
      </Text>
      <ul className="conflicts" aria-label="Conflicts">
        {conflicts.map((conflict) => (
          <li key={conflict.key} className="conflict">
            <Text as="p" size="1">
              {conflict.reason}
            </Text>
            <Code size="1" variant="ghost" className="conflict-lost">
              {conflict.lost}
            </Code>
            <Flex gap="3">
              <Button
                size="1"
                variant="ghost"
                onClick={() => void navigator.clipboard.writeText(conflict.lost)}
              >
                Copy what I wrote
              </Button>
              <Button size="1" variant="ghost" color="gray" onClick={() => conflict.dismiss()}>
                Dismiss
              </Button>
            </Flex>
          </li>
        ))}
      </ul>
    </Flex>
  );
}
