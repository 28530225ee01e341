import { Callout, Switch, Text } from '@radix-ui/themes';
import { allowed, forbidden } from '../../data/usage/usage-slice.ts';
import { reasonIn } from '../../data/words.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import type { UsageCount } from '../../wire/usage.ts';
import { When } from '../parts/when.tsx';

/** The moderator's word on whether they are counted, and what has come of it: all that the server has. */
export function UsagePanel() {
  const { api } = useOffice();
  const dispatch = useOfficeDispatch();
  const isCounted = useOfficeSelector(({ usage }) => usage.consent === 'given');
  const { data: about } = api.useGetAboutQuery();
  const { data: counts, error } = api.useGetUsageQuery();
  const decide = (isAllowed: boolean) => {
    if (!isAllowed) dispatch(forbidden());
    else if (about !== undefined) dispatch(allowed({ address: about.usage }));
  };
  return (
    <>
      <Text as="label" size="2" className="office-consent">
        <Switch
          checked={isCounted}
          disabled={!isCounted && about === undefined}
          onCheckedChange={decide}
          aria-label="Count what I do here"
        />
        <span>
          <Text weight="medium">Count what I do here</Text>
          <Text as="div" size="1" color="gray">
            {isCounted
              ? 'Sent every few seconds, and when you leave. Never what you type, nor who you are.'
              : 'Off: nothing is noted, and nothing leaves this window.'}
          </Text>
        </span>
      </Text>
      {error !== undefined && (
        <Callout.Root color="red" size="1" my="3" role="alert">
          <Callout.Text>What was sent cannot be shown: {reasonIn(error)}</Callout.Text>
        </Callout.Root>
      )}
      <Text as="p" size="2" weight="medium" mt="4">
        What the server has of this office
      </Text>
      {counts?.length === 0 && (
        <Text as="p" size="2" color="gray" mt="2">
          Nothing. Whoever works here has not been counted.
        </Text>
      )}
      <ul className="office-usage">
        {counts?.map((count) => (
          <CountLine key={count.name} count={count} />
        ))}
      </ul>
      <Text as="p" size="1" color="gray" mt="4">
        Of all moderators together; taking your consent back does not take away what was counted before.
      </Text>
    </>
  );
}

function CountLine({ count: { name, count, at, properties } }: { readonly count: UsageCount }) {
  return (
    <li>
      <div className="office-usage-head">
        <Text size="2">{name}</Text>
        <Text size="2" className="numbers">
          {count}
        </Text>
      </div>
      <Text as="p" size="1" color="gray">
        last <When at={at} />
        {Object.entries(properties).map(([property, value]) => (
          <span key={property}>
            {' · '}
            {property} <Told value={value} />
          </span>
        ))}
      </Text>
    </li>
  );
}

/** How a redactor writes what it has taken out. */
const SECRET = /^⟦secret:.*⟧$/;

function Told({ value }: { readonly value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (SECRET.test(text)) return <span className="office-redacted">redacted</span>;
  return <span className="office-told">{text === '' ? 'none' : text}</span>;
}
