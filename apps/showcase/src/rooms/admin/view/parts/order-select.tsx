import { Select } from '@radix-ui/themes';

/** In which order a list is shown. */
export function OrderSelect<Order extends string>({
  order,
  words,
  onChoose,
}: {
  readonly order: Order;
  /** What each order is called, in the order in which they are offered. */
  readonly words: readonly (readonly [Order, string])[];
  readonly onChoose: (order: Order) => void;
}) {
  return (
    <Select.Root
      value={order}
      onValueChange={(next) => {
        const chosen = words.find(([one]) => one === next);
        if (chosen !== undefined) onChoose(chosen[0]);
      }}
    >
      <Select.Trigger aria-label="Order" variant="soft" color="gray" />
      <Select.Content>
        {words.map(([one, word]) => (
          <Select.Item key={one} value={one}>
            {word}
          </Select.Item>
        ))}
      </Select.Content>
    </Select.Root>
  );
}
