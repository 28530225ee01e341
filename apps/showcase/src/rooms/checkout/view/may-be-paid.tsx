import { Text } from '@radix-ui/themes';

/** Why the order cannot be changed just now. */
export function MayBePaid() {
  return (
    <Text as="p" size="2" color="gray" className="checkout-hint">
      The last attempt had no answer, so the order may be paid already. Until that is known it cannot be
      changed; pay it by any means you like: it is charged once.
    </Text>
  );
}
