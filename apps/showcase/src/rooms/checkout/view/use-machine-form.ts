import { type RefObject, useEffect, useRef, useState } from 'react';
import { type FieldName, type FormName, problemsToSay } from '../machine/forms.ts';
import { useCheckout } from './use-checkout.ts';

/** What a field of the machine's forms is given. */
export interface MachineField {
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

/** The fields of a form whose values the machine keeps. */
export function useMachineForm(form: FormName): (field: FieldName) => MachineField {
  const [{ context }, send] = useCheckout();
  const problems = problemsToSay(context.forms, form);
  return (field) => ({
    value: context.forms.values[field],
    problem: problems[field],
    onChange: (value) => send({ type: 'CHANGE_FIELD', field, value }),
    onLeave: () => send({ type: 'LEAVE_FIELD', field }),
  });
}

/** Leads the focus to the first field that is wrong, whenever a form comes back to whoever handed it in. */
export function useFirstProblem(isWaiting: boolean): {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly handedIn: () => void;
} {
  const form = useRef<HTMLFormElement>(null);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (times === 0 || isWaiting) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [times, isWaiting]);
  return { form, handedIn: () => setTimes((before) => before + 1) };
}
