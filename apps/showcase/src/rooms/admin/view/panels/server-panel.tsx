import { AlertDialog, Button, Callout, Flex, RadioGroup, Select, Text } from '@radix-ui/themes';
import { reasonIn } from '../../data/words.ts';
import { useOffice } from '../../office-context.tsx';
import { FAULT_MODES, type Fault, WELL } from '../../wire/fault.ts';
import { MODE_WORDS } from './mode-words.ts';

const SHARES = [
  { share: 0.1, words: 'one answer in ten' },
  { share: 0.5, words: 'every second answer' },
  { share: 1, words: 'every answer' },
] as const;

/** Makes the server slow, failing or unreachable for this window, and puts its data back to how they were. */
export function ServerPanel() {
  const { api, seat } = useOffice();
  const isIn = seat.moderator !== '';
  const { data: fault = WELL, error } = api.useGetFaultQuery();
  const [setFault, setting] = api.useSetFaultMutation();
  const { data: about } = api.useGetAboutQuery(undefined, { skip: !isIn });
  const set = (next: Fault) => void setFault(next);
  const problem = setting.error ?? error;
  return (
    <>
      <Text as="p" size="2" color="gray">
        Be unkind to this window’s server, and watch what the office makes of it. Nobody else is slowed down.
      </Text>
      <RadioGroup.Root
        aria-label="How the server behaves"
        value={fault.mode}
        onValueChange={(next) => {
          const mode = FAULT_MODES.find((one) => one === next);
          if (mode !== undefined) set({ ...fault, mode });
        }}
      >
        {FAULT_MODES.map((mode) => (
          <Text as="label" size="2" key={mode} className="office-mode">
            <RadioGroup.Item value={mode} aria-label={MODE_WORDS[mode].name} />
            <span>
              <Text weight="medium">{MODE_WORDS[mode].name}</Text>
              <Text as="div" size="1" color="gray">
                {MODE_WORDS[mode].words}
              </Text>
            </span>
          </Text>
        ))}
      </RadioGroup.Root>
      <Flex align="center" justify="between" gap="3" mt="3">
        <Text size="2">While it fails</Text>
        <Select.Root
          size="1"
          value={String(fault.share)}
          onValueChange={(next) => set({ ...fault, share: Number(next) })}
        >
          <Select.Trigger aria-label="While it fails" />
          <Select.Content>
            {SHARES.map(({ share, words }) => (
              <Select.Item key={share} value={String(share)}>
                {words}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      </Flex>
      {problem !== undefined && (
        <Callout.Root color="red" size="1" mt="3" role="alert">
          <Callout.Text>{reasonIn(problem)}</Callout.Text>
        </Callout.Root>
      )}
      {isIn && (
        <>
          <ResetOffice />
          <Text as="p" size="1" color="gray" mt="4">
            {about?.source
              ? `Posts and people: ${about.source}.`
              : 'Posts and people are made up by this house.'}
          </Text>
        </>
      )}
    </>
  );
}

function ResetOffice() {
  const { api } = useOffice();
  const [reset, { error }] = api.useResetMutation();
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger>
        <Button variant="soft" color="gray" mt="4">
          Put everything back
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Content maxWidth="420px">
        <AlertDialog.Title size="4">Put the office back to its beginning?</AlertDialog.Title>
        <AlertDialog.Description size="2">
          What all moderators of this house decided, wrote and deleted is undone, for everybody.
        </AlertDialog.Description>
        <Flex gap="3" mt="4" justify="end">
          <AlertDialog.Cancel>
            <Button variant="soft" color="gray">
              Leave it
            </Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action>
            <Button color="red" onClick={() => void reset()}>
              Put it back
            </Button>
          </AlertDialog.Action>
        </Flex>
      </AlertDialog.Content>
      {error !== undefined && (
        <Text as="p" size="1" color="red" role="alert">
          {reasonIn(error)}
        </Text>
      )}
    </AlertDialog.Root>
  );
}
