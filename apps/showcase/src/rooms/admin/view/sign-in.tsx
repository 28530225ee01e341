import { Button, Callout, Card, Heading, Select, Text, TextField } from '@radix-ui/themes';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useOffice, useOfficeSelector } from '../office-context.tsx';
import { OthersWaiting } from './parts/others-waiting.tsx';

/** Those of the sample; the server knows no others. */
const MODERATORS = ['mara', 'tomas', 'ines'] as const;
const SAMPLE_PASSWORD = 'open the office';

/** The way in. The office is a sample, so the password stands beside it. */
export function SignIn() {
  const office = useOffice();
  const auth = useOfficeSelector((state) => state.auth);
  const [name, setName] = useState(MODERATORS.find((one) => one === office.seat.before) ?? MODERATORS[0]);
  const [password, setPassword] = useState('');
  const passwordId = useId();
  const isBusy = auth.phase === 'signing-in';
  const problem = auth.phase === 'signed-out' ? auth.problem : '';
  const signIn = (event: FormEvent) => {
    event.preventDefault();
    void office.signIn(name, password);
  };
  return (
    <Card size="3" className="office-sign-in">
      <form onSubmit={signIn}>
        <Heading as="h2" size="5">
          Sign in to the office
        </Heading>
        <Text as="p" size="2" color="gray">
          Posts that readers complain about wait here for a moderator. Several can work at once: open a second
          window as somebody else.
        </Text>
        <OthersWaiting />
        <div className="office-field">
          <Text size="2" weight="medium" id={`${passwordId}-name`}>
            Moderator
          </Text>
          <Select.Root
            size="3"
            value={name}
            onValueChange={(next) => setName(MODERATORS.find((one) => one === next) ?? name)}
          >
            <Select.Trigger aria-labelledby={`${passwordId}-name`} />
            <Select.Content>
              {MODERATORS.map((one) => (
                <Select.Item key={one} value={one}>
                  {one}
                </Select.Item>
              ))}
            </Select.Content>
          </Select.Root>
        </div>
        <div className="office-field">
          <Text as="label" size="2" weight="medium" htmlFor={passwordId}>
            Password
          </Text>
          <TextField.Root
            id={passwordId}
            size="3"
            type="password"
            autoComplete="off"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Text as="p" size="1" color="gray">
            It is a sample: the password is “{SAMPLE_PASSWORD}”.{' '}
            <button type="button" className="office-link" onClick={() => setPassword(SAMPLE_PASSWORD)}>
              Fill it in
            </button>
          </Text>
        </div>
        {problem !== '' && (
          <Callout.Root color="red" size="1" role="alert">
            <Callout.Text>{problem}</Callout.Text>
          </Callout.Root>
        )}
        <Button type="submit" size="3" disabled={isBusy}>
          <KeyRound size={16} aria-hidden="true" /> {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </Card>
  );
}
