import { Dialog, Flex, Kbd, Text } from '@radix-ui/themes';

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['Undo what you did last', ['Ctrl Z']],
  ['Redo', ['Ctrl Shift Z']],
  ['New line below', ['Enter']],
  ['Previous or next line', ['↑', '↓']],
  ['Move the line', ['Alt ↑', 'Alt ↓']],
  ['Delete an empty line', ['Backspace']],
  ['Show these keys', ['?']],
];

/** All keys on one small page. */
export function KeysDialog(props: {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}) {
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <Dialog.Content maxWidth="400px" aria-describedby={undefined}>
        <Dialog.Title size="4">Keys</Dialog.Title>
        <Flex direction="column" gap="2">
          {KEYS.map(([meaning, keys]) => (
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
      </Dialog.Content>
    </Dialog.Root>
  );
}
