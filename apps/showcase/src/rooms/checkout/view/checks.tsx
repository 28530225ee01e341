import { Text } from '@radix-ui/themes';
import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCheckout } from './use-checkout.ts';

type CheckState = 'running' | 'good' | 'bad';

/** The two questions to the shop, side by side, each as far as it is. */
export function Checks() {
  const [snapshot] = useCheckout();
  const address: CheckState = snapshot.matches({ shipping: { validating: { address: 'checking' } } })
    ? 'running'
    : snapshot.matches({ shipping: { validating: { address: 'valid' } } })
      ? 'good'
      : 'bad';
  const delivery: CheckState = snapshot.matches({ shipping: { validating: { delivery: 'calculating' } } })
    ? 'running'
    : snapshot.matches({ shipping: { validating: { delivery: 'quoted' } } })
      ? 'good'
      : 'bad';
  return (
    <ul className="checkout-checks" aria-label="Being checked">
      <CheckLine state={address} running="The address is being checked" good="The address is good" />
      <CheckLine
        state={delivery}
        running="The delivery is being calculated"
        good="The delivery is calculated"
      />
    </ul>
  );
}

const ICONS: Readonly<Record<CheckState, ReactNode>> = {
  running: <LoaderCircle size={16} className="checkout-turning" aria-hidden="true" />,
  good: <Check size={16} aria-hidden="true" />,
  bad: <CircleAlert size={16} aria-hidden="true" />,
};

function CheckLine(props: { readonly state: CheckState; readonly running: string; readonly good: string }) {
  const { state, running, good } = props;
  const words = { running, good, bad: 'There is something to mend' } as const;
  return (
    <li data-state={state}>
      {ICONS[state]} <Text size="2">{words[state]}</Text>
    </li>
  );
}
