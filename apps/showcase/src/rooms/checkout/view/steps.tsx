import { Check } from 'lucide-react';
import { STEP_NAMES, STEPS, type Step } from './checkout-step.ts';

/** Where in the checkout one is. */
export function Steps({ step }: { readonly step: Step }) {
  const now = STEPS.indexOf(step);
  return (
    <ol className="checkout-steps" aria-label="Steps">
      {STEPS.map((each, at) => (
        <li key={each} data-done={at < now} {...(at === now ? { 'aria-current': 'step' } : {})}>
          <span className="checkout-step-number" aria-hidden="true">
            {at < now ? <Check size={13} /> : at + 1}
          </span>
          {STEP_NAMES[each]}
        </li>
      ))}
    </ol>
  );
}
