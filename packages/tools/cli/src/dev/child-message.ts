/** What the supervisor tells the server process in its environment. */
export interface ChildSettings {
  readonly appFolder: string;
  readonly dataFolder: string;
  /** Signs and checks development tokens. */
  readonly secret: string;
  /** What the supervisor says with every request under `/app/`. */
  readonly appKey: string;
}

/** The variable that carries the settings: an environment is not visible in the list of processes. */
export const SETTINGS_VARIABLE = 'STATEHOUSE_DEV_CHILD';

/** The child's first and only message: where it listens. */
export interface ListeningMessage {
  readonly kind: 'listening';
  readonly port: number;
  /** Where the application's parts answer; absent when it has none. */
  readonly appPort?: number;
  /** Where `/metrics` answers. */
  readonly metricsPort: number;
}

/** Narrows what came over the channel between the two processes. */
export function isListeningMessage(value: unknown): value is ListeningMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'listening' &&
    'port' in value &&
    typeof value.port === 'number' &&
    'metricsPort' in value &&
    typeof value.metricsPort === 'number' &&
    (!('appPort' in value) || typeof value.appPort === 'number')
  );
}

/** Reads the settings back, or says that this process was not started by the supervisor. */
export function parseChildSettings(text: string | undefined): ChildSettings | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('appFolder' in value) || !('dataFolder' in value)) return undefined;
  if (!('secret' in value) || !('appKey' in value)) return undefined;
  const { appFolder, dataFolder, secret, appKey } = value;
  if (typeof appFolder !== 'string' || typeof dataFolder !== 'string') return undefined;
  if (typeof secret !== 'string' || typeof appKey !== 'string') return undefined;
  return { appFolder, dataFolder, secret, appKey };
}
