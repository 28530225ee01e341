import { Dialog, Flex, Kbd, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** One line of the keys: what happens, and by which keys. */
export interface KeyLine {
  readonly meaning: string;
  readonly keys: readonly string[];
}

const EVERYWHERE: readonly KeyLine[] = [{ meaning: 'Show these keys', keys: ['?'] }];

export interface KeysDialogProps {
  readonly lines: readonly KeyLine[];
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Stands below the keys. */
  readonly children?: ReactNode;
}

/** All keys on one small page. */
export function KeysDialog({ lines, isOpen, onOpenChange, children }: KeysDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Content maxWidth="420px" aria-describedby={undefined}>
        <Dialog.Title size="4">Keys</Dialog.Title>
        <Flex direction="column" gap="2">
          {[...lines, ...EVERYWHERE].map(({ meaning, keys }) => (
            <Flex key={meaning} justify="between" align="center" gap="4">
              <Text size="2">{meaning}</Text>
              <Flex gap="1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </Flex>
            </Flex>
          ))}
        </Flex>
        {children}
      </Dialog.Content>
    </Dialog.Root>
  );
}
