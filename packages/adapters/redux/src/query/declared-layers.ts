import type { Draft } from '@reduxjs/toolkit';
import type { InfiniteData } from '@reduxjs/toolkit/query';
import { layerError } from './errors.ts';
import type { Fold, Layering, Show } from './layer.ts';

/** What TypeScript knows of an endpoint, from `api.endpoints[name].Types`. */
interface EndpointTypes {
  readonly QueryArg: unknown;
  readonly ResultType: unknown;
}
interface Mutation extends EndpointTypes {
  readonly MutationDefinition: unknown;
}
interface Query extends EndpointTypes {
  readonly QueryDefinition: unknown;
}
interface InfiniteQuery extends EndpointTypes {
  readonly InfiniteQueryDefinition: unknown;
}
interface Paged<PageParam> {
  readonly InfiniteQueryDefinition: { readonly infiniteQueryOptions: { initialPageParam: PageParam } };
}

type TypesOf<Endpoint> = Endpoint extends { readonly Types: infer Types extends EndpointTypes }
  ? Types
  : never;

/** The names of the endpoints whose types are of one kind. */
type NamesOf<Endpoints, Kind> = {
  [Name in keyof Endpoints]: TypesOf<Endpoints[Name]> extends Kind ? Name : never;
}[keyof Endpoints];

type DataOf<Types> = Types extends EndpointTypes
  ? Types extends Paged<infer PageParam>
    ? InfiniteData<Types['ResultType'], PageParam>
    : Types['ResultType']
  : never;

type QueryArgOf<Types> = Types extends EndpointTypes ? Types['QueryArg'] : never;

/** What a layer of a query is told beside its data and the mutation's argument. */
export interface LayerContextOf<QueryTypes> {
  /** The argument of the cached query: which page, which filter, which item. */
  readonly queryArg: QueryArgOf<QueryTypes>;
  /** Unique for each call of the mutation, and the same in all queries: an id for a row that has none yet. */
  readonly requestId: string;
}

/**
 * Shows a mutation in the data of a query, by changing the draft or by answering other data. It is pure, and runs again over
 * everything that the server says; so it says what is to be there (`post.liked = true`), not by how much it differs.
 */
export type ShowOf<MutationTypes extends EndpointTypes, QueryTypes> = (
  draft: Draft<DataOf<QueryTypes>>,
  arg: MutationTypes['QueryArg'],
  context: LayerContextOf<QueryTypes>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that answers nothing is what is usual here
) => DataOf<QueryTypes> | Draft<DataOf<QueryTypes>> | void;

/** Takes the place of {@link ShowOf} when the server has answered, with its answer: a created row gets its real id. Pure, like it. */
export type FoldOf<MutationTypes extends EndpointTypes, QueryTypes> = (
  draft: Draft<DataOf<QueryTypes>>,
  arg: MutationTypes['QueryArg'],
  result: MutationTypes['ResultType'],
  context: LayerContextOf<QueryTypes>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that answers nothing is what is usual here
) => DataOf<QueryTypes> | Draft<DataOf<QueryTypes>> | void;

/** How one mutation shows in one query. */
export type LayeringOf<MutationTypes extends EndpointTypes, QueryTypes> =
  | ShowOf<MutationTypes, QueryTypes>
  | {
      readonly show: ShowOf<MutationTypes, QueryTypes>;
      readonly fold?: FoldOf<MutationTypes, QueryTypes>;
    };

/** How mutations show: for each of them, in which queries and how. */
export type LayersOf<Endpoints> = {
  readonly [M in NamesOf<Endpoints, Mutation>]?: {
    readonly [Q in NamesOf<Endpoints, Query | InfiniteQuery>]?: LayeringOf<
      TypesOf<Endpoints[M]>,
      TypesOf<Endpoints[Q]>
    >;
  };
};

/** Layers as they are declared, seen without the types of their endpoints. */
export type UntypedLayers = Readonly<Record<string, UntypedLayersOfOne | undefined>>;
type UntypedLayersOfOne = Readonly<
  Record<string, Show | { readonly show: Show; readonly fold?: Fold } | undefined>
>;

/**
 * Reads a declaration into what the reducer looks up.
 *
 * @throws redux/layer-endpoint if it names an endpoint that the API does not have
 */
export function readLayers(layers: UntypedLayers, endpoints: object): Map<string, Map<string, Layering>> {
  const read = new Map<string, Map<string, Layering>>();
  for (const [mutation, queries] of Object.entries(layers)) {
    if (!Object.hasOwn(endpoints, mutation)) {
      throw layerError('layer-endpoint', { endpoint: mutation, kind: 'mutation' });
    }
    const layerings = new Map<string, Layering>();
    for (const [query, layering] of Object.entries(queries ?? {})) {
      if (!Object.hasOwn(endpoints, query))
        throw layerError('layer-endpoint', { endpoint: query, kind: 'query' });
      if (layering !== undefined) {
        layerings.set(query, typeof layering === 'function' ? { show: layering } : layering);
      }
    }
    read.set(mutation, layerings);
  }
  return read;
}
