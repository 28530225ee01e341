import { type Effect, type EntityEffect, type FieldEffect, invertText } from '@statehouse/ot';

/** The effect that leads back: what a refused operation's disappearance does to everything behind it. */
export function inverseEffect(effect: Effect): Effect {
  return effect.toReversed().map(inverseEntity);
}

function inverseEntity(item: EntityEffect): EntityEffect {
  if (item.kind === 'insert') return { ...item, kind: 'delete' };
  if (item.kind === 'delete') return { ...item, kind: 'insert' };
  const fields: Record<string, FieldEffect> = {};
  for (const [field, effect] of Object.entries(item.fields)) fields[field] = inverseField(effect);
  const { table, id, place } = item;
  const back = place === undefined ? {} : { place: { before: place.after, after: place.before } };
  return { kind: 'modify', table, id, fields, ...back };
}

function inverseField(effect: FieldEffect): FieldEffect {
  switch (effect.kind) {
    case 'set':
      return { kind: 'set', before: effect.after, after: effect.before };
    case 'add':
      return { kind: 'add', amount: -effect.amount };
    case 'members':
      return { kind: 'members', included: effect.excluded, excluded: effect.included };
    case 'text': {
      const { incarnation, delta, removed } = effect;
      const inserted = delta.filter((part) => typeof part === 'string').join('');
      return { kind: 'text', incarnation, delta: invertText(delta, removed), removed: inserted };
    }
    case 'patch':
      return {
        kind: 'patch',
        patches: effect.patches.toReversed().map(({ path, before, after }) => ({
          path,
          ...(after === undefined ? {} : { before: after }),
          ...(before === undefined ? {} : { after: before }),
        })),
      };
  }
}
