import net from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { type AddressRule, type AllowEntry, addressRefusal } from './address.ts';
import { OutboundRefused } from './errors.ts';

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;
const CONNECT_TIMEOUT_MS = 5_000;

export type Gate = { allow: readonly AllowEntry[]; resolve: Resolve };
export type Target = { rule: AddressRule; port: number };

export function checkAddress(gate: Gate, address: string, { rule, port }: Target) {
  const reason = addressRefusal(address, port, { rule, allow: gate.allow });
  if (reason !== null) throw new OutboundRefused(`${reason}: ${address} port ${port}`);
}

/** Checks at the moment of connecting, and hands the socket the very addresses that were checked: a name cannot change in between. */
export function pinnedLookup(gate: Gate, target: Target): net.LookupFunction {
  return (hostname, options, callback) => {
    gate.resolve(hostname).then(
      found => {
        try {
          for (const { address } of found) checkAddress(gate, address, target);
          const first = found[0];
          if (!first) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
          if (options.all) callback(null, found);
          else callback(null, first.address, first.family);
        } catch (error) {
          callback(error as NodeJS.ErrnoException, '', 0);
        }
      },
      error => callback(error, '', 0),
    );
  };
}

/** A literal address never goes through `lookup`, so it is checked here, and every socket is once more when it is open. */
export function checkLiteral(gate: Gate, host: string, target: Target) {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (net.isIP(bare) !== 0) checkAddress(gate, bare, target);
}

export function makeAgent(gate: Gate, rule: AddressRule): Agent {
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number) => {
    const known = connectors.get(port);
    if (known) return known;
    const made = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: pinnedLookup(gate, { rule, port }) });
    connectors.set(port, made);
    return made;
  };
  const connect: buildConnector.connector = (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    connectorFor(port)(options, (error, socket) => {
      if (!socket) return callback(error as Error, null);
      try {
        checkAddress(gate, socket.remoteAddress ?? '', { rule, port });
        callback(null, socket);
      } catch (refusal) {
        socket.destroy();
        callback(refusal as Error, null);
      }
    });
  };
  return new Agent({ connect, connections: 16, keepAliveTimeout: 4_000, maxHeaderSize: 16_384 });
}

/** What one request tells about itself; an aborted one is started by undici too, but nothing of it is written. */
export type Sent = { sent: boolean; signal: AbortSignal };

/** undici tells a handler that its request starts once the socket is open, just before the first byte: the border between the two phases. */
export function noteStart(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => {
    const { opaque } = options as { opaque?: Sent };
    const onRequestStart: Dispatcher.DispatchHandler['onRequestStart'] = (controller, context) => {
      if (opaque && !opaque.signal.aborted) opaque.sent = true;
      handler.onRequestStart?.(controller, context);
    };
    return dispatch(options, {
      onRequestStart,
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
  };
}
