// The hours of one session: cut, written, looked up, listed.
import type { ErpSession, ErpWorld, Traits } from '../../connector.ts';
import type { Client } from '../client.ts';
import { type Hours, pushDay } from './push.ts';
import { findDays, listDays, type Watch } from './read.ts';
import { unitesOf } from './units.ts';

type Session = { client: Client; waiting: Client; observed: Partial<Traits> };

/** `waiting`: for what starts again when it is cut; nothing that writes waits here. */
export function heuresOf(
  { client, waiting, observed: { midnight } }: Session,
  world: ErpWorld,
): NonNullable<ErpSession['heures']> {
  const hours: Hours = { client, midnight };
  const watch: Watch = { client: waiting, now_ms: world.now_ms };
  return {
    unites: jour => unitesOf(jour, midnight),
    push: jour => pushDay(hours, jour),
    find: quoi => findDays(watch, quoi),
    list: periode => listDays(watch, periode),
  };
}
