import {
  type Attributes,
  type Meter,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { JournalEntry, Plugin } from '@statehouse/hub';
import { type Clock, isStatehouseError, systemClock } from '@statehouse/kernel';

export interface OpenTelemetryOptions {
  /** Where durations go, as the histogram `statehouse.change.duration`. */
  readonly meter?: Meter;
  /** Where spans go, one for each entry of the journal. */
  readonly tracer?: Tracer;
  /** Of how many entries the spans are known to those that they cause; 10,000 unless told. */
  readonly maxCauses?: number;
  /** When a span ended; the time of day. */
  readonly clock?: Clock;
}

/**
 * A plugin that tells OpenTelemetry of every entry. The span of an entry has that of its cause as its parent; where the
 * cause is not known, it begins a trace. Inputs, states and the messages of errors never leave by it: attributes are the
 * names of stores and changes, the outcome, and the code or the name of an error.
 */
export function openTelemetry({
  meter,
  tracer,
  maxCauses = 10_000,
  clock = systemClock,
}: OpenTelemetryOptions): Plugin {
  const durations = meter?.createHistogram('statehouse.change.duration', {
    description: 'How long changes took.',
    unit: 'ms',
  });
  const spans = new Map<number, SpanContext>();
  return {
    name: 'opentelemetry',
    afterChange(entry) {
      if (entry.kind === 'joined' || entry.kind === 'left') return;
      const attributes = attributesOf(entry);
      durations?.record(entry.durationMs, attributes);
      if (tracer === undefined) return;
      const span = startSpan(tracer, entry, attributes, clock.nowMs() - entry.durationMs, spans);
      endSpan(span, entry, clock.nowMs());
      spans.set(entry.id, span.spanContext());
      const [oldest] = spans.keys();
      if (spans.size > maxCauses && oldest !== undefined) spans.delete(oldest);
    },
  };
}

function startSpan(
  tracer: Tracer,
  { name, causeId }: JournalEntry,
  attributes: Attributes,
  startTime: number,
  spans: ReadonlyMap<number, SpanContext>,
): Span {
  const cause = causeId === undefined ? undefined : spans.get(causeId);
  const context = cause === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, cause);
  return tracer.startSpan(name, { attributes, startTime }, context);
}

function endSpan(span: Span, { outcome }: JournalEntry, endTime: number): void {
  if (outcome.kind !== 'applied') span.setStatus({ code: SpanStatusCode.ERROR });
  if (outcome.kind === 'failed') span.setAttribute('error.type', errorTypeOf(outcome.error));
  span.end(endTime);
}

function attributesOf({ kind, name, changes, outcome }: JournalEntry): Attributes {
  const stores = [...new Set(changes.map(({ store }) => store))];
  return {
    'statehouse.kind': kind,
    'statehouse.name': name,
    'statehouse.store': stores.join(','),
    'statehouse.outcome': outcome.kind,
  };
}

function errorTypeOf(error: unknown): string {
  if (isStatehouseError(error)) return error.code;
  return error instanceof Error ? error.constructor.name : typeof error;
}
