import { Button, Flex, IconButton, Text } from '@radix-ui/themes';
import { Check, X } from 'lucide-react';
import { addressElsewhere } from '../place.ts';
import { currentStep, TOUR_STEPS, type TourStep } from './tour-state.ts';
import type { TourHook } from './use-tour.ts';

interface StepWords {
  readonly title: string;
  readonly hint: string;
}

const WORDS: Readonly<Record<TourStep, StepWords>> = {
  'second-window': {
    title: 'Open a second window',
    hint: 'Put it beside this one. What you do in one appears in the other.',
  },
  'edit-offline': {
    title: 'Cut the network, and edit both',
    hint: 'Press “live” above, choose “cut”, and go on writing here and in the other window.',
  },
  'come-back': {
    title: 'Come back',
    hint: 'Switch the network to “live” again, or kill the server and restart it. Nothing is lost.',
  },
  'see-conflict': {
    title: 'Look at a conflict',
    hint: 'Cut this window, change a thing here and delete it in the other. Come back, and press “1 conflict”.',
  },
};

const OVER: StepWords = {
  title: 'That is the house',
  hint: 'You have seen it sync, wait, come back and settle a conflict.',
};

/** The tour as a small card beside the work, never over it on a phone. */
export function TourCard({ tour }: { readonly tour: TourHook }) {
  const { state } = tour;
  if (state.isDismissed) return null;
  const step = currentStep(state);
  const { title, hint } = step === undefined ? OVER : WORDS[step];
  return (
    <aside className="tour" aria-label="Tour">
      <Flex align="center" justify="between" gap="3">
        <Progress done={state.done} />
        <IconButton size="1" variant="ghost" color="gray" aria-label="Close the tour" onClick={tour.dismiss}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </Flex>
      <div aria-live="polite">
        <Text as="p" size="2" weight="medium">
          {title}
        </Text>
        <Text as="p" size="2" color="gray">
          {hint}
        </Text>
      </div>
      <StepAction step={step} tour={tour} />
    </aside>
  );
}

function Progress({ done }: { readonly done: number }) {
  return (
    <ol className="tour-steps" aria-label={`${done} of ${TOUR_STEPS.length} done`}>
      {TOUR_STEPS.map((step, index) => (
        <li key={step} data-state={index < done ? 'done' : index === done ? 'now' : 'later'}>
          {index < done ? <Check size={11} strokeWidth={3} aria-hidden="true" /> : index + 1}
        </li>
      ))}
    </ol>
  );
}

function SecondWindow() {
  const { pathname, search } = globalThis.location;
  return (
    <Button asChild size="1" variant="soft">
      <a href={addressElsewhere(pathname, search)} target="_blank" rel="noopener">
        Open one
      </a>
    </Button>
  );
}

function StepAction({ step, tour }: { readonly step: TourStep | undefined; readonly tour: TourHook }) {
  if (step === undefined)
    return (
      <Button size="1" variant="soft" className="tour-done" onClick={tour.dismiss}>
        Done
      </Button>
    );
  return (
    <Flex align="center" justify={step === 'second-window' ? 'between' : 'end'} gap="3">
      {step === 'second-window' && <SecondWindow />}
      <Button size="1" variant="ghost" color="gray" mr="1" onClick={tour.skip}>
        Skip this step
      </Button>
    </Flex>
  );
}
