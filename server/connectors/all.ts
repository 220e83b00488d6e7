// The registry as the map that slices are handed. Read where the hub is put together.
import type { AnyConnector, Connectors } from './connector.ts';
import * as registry from './registry.ts';

export const connectors: Connectors = new Map(
  Object.values(registry).map(connector => [connector.kind, connector as AnyConnector]),
);
