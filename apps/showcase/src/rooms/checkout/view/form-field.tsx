import { Text, TextField } from '@radix-ui/themes';
import { type ReactNode, useId } from 'react';

export interface FieldShellProps {
  readonly label: string;
  /** What is wrong with it; nothing, as long as nothing is to be said. */
  readonly problem: string | undefined;
  readonly className?: string;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** What a field needs in order to be one with its label and its problem. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby'?: string;
}

/** A label, a field, and what is wrong with it, in words below it. */
export function FieldShell({ label, problem, className = '', children }: FieldShellProps) {
  const id = useId();
  const problemId = `${id}-problem`;
  const isWrong = problem !== undefined;
  return (
    <div className={`checkout-field ${className}`} data-wrong={isWrong}>
      <Text as="label" size="2" weight="medium" htmlFor={id}>
        {label}
      </Text>
      {children({ id, 'aria-invalid': isWrong, ...(isWrong ? { 'aria-describedby': problemId } : {}) })}
      {isWrong && (
        <Text as="p" size="1" color="red" id={problemId} className="checkout-problem">
          {problem}
        </Text>
      )}
    </div>
  );
}

export interface FormFieldProps extends Omit<FieldShellProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly autoComplete?: string;
  readonly inputMode?: 'numeric' | 'email' | 'text';
  readonly placeholder?: string;
}

/** A line of text in a form. */
export function FormField({ value, onChange, onLeave, ...rest }: FormFieldProps) {
  const { autoComplete = 'off', inputMode = 'text', placeholder, ...shell } = rest;
  return (
    <FieldShell {...shell}>
      {(ids) => (
        <TextField.Root
          {...ids}
          size="2"
          value={value}
          autoComplete={autoComplete}
          inputMode={inputMode}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(shell.problem === undefined ? {} : { color: 'red' })}
          onChange={(event) => onChange(event.currentTarget.value)}
          onBlur={onLeave}
        />
      )}
    </FieldShell>
  );
}
