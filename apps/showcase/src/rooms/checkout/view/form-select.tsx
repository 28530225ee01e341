import { Select } from '@radix-ui/themes';
import { FieldShell, type FieldShellProps } from './form-field.tsx';

export interface FormSelectProps extends Omit<FieldShellProps, 'children'> {
  readonly value: string;
  readonly choices: readonly string[];
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}

/** One of several, in a form. */
export function FormSelect({ value, choices, placeholder, onChange, ...shell }: FormSelectProps) {
  return (
    <FieldShell {...shell}>
      {(ids) => (
        // An empty value is none: Radix shows the placeholder then.
        <Select.Root value={value} onValueChange={onChange}>
          <Select.Trigger
            {...ids}
            placeholder={placeholder}
            {...(shell.problem === undefined ? {} : { color: 'red' })}
          />
          <Select.Content position="popper">
            {choices.map((choice) => (
              <Select.Item key={choice} value={choice}>
                {choice}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      )}
    </FieldShell>
  );
}
