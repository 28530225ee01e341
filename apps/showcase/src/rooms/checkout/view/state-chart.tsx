import { Heading, Text } from '@radix-ui/themes';
import { checkoutMachine } from '../machine/checkout-machine.ts';
import { type ChartNode, chartOf, eventsIn } from './chart-node.ts';
import { activePaths, valueInWords } from './checkout-step.ts';
import { useCheckout } from './use-checkout.ts';

const CHART = chartOf(checkoutMachine.root);

/** The machine, with the states in which it is, and what it listens to there. */
export function StateChart() {
  const [{ value }] = useCheckout();
  const active = activePaths(value);
  return (
    <section aria-label="Machine">
      <Heading as="h3" size="2">
        Machine
      </Heading>
      <Text as="p" size="1" className="checkout-state" data-testid="state">
        {valueInWords(value)}
      </Text>
      <ul className="chart" aria-hidden="true">
        {CHART.map((node) => (
          <Box key={node.path} node={node} active={active} />
        ))}
      </ul>
      <Text as="p" size="1" color="gray" mb="1">
        Here it listens to
      </Text>
      <ul className="chart-events" aria-label="Events">
        {eventsIn(checkoutMachine.root, active).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}

function Box({ node, active }: { readonly node: ChartNode; readonly active: readonly string[] }) {
  const { name, path, inner, isParallel } = node;
  const isActive = active.includes(path);
  return (
    <li className="chart-state" data-active={isActive} data-leaf={inner.length === 0}>
      <span>{name}</span>
      {inner.length > 0 && (
        <ul data-parallel={isParallel}>
          {inner.map((each) => (
            <Box key={each.path} node={each} active={active} />
          ))}
        </ul>
      )}
    </li>
  );
}
