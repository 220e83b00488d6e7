// Every ERP the hub can speak to: one line per folder. Read where the hub is put together; slices are handed the map.
import type { AnyConnector, Connectors } from './connector.ts';
import { costructor } from './costructor/index.ts';
import { tryton } from './tryton/index.ts';

const ALL: readonly AnyConnector[] = [costructor as AnyConnector, tryton as AnyConnector];

export const connectors: Connectors = new Map(ALL.map(connector => [connector.kind, connector]));
