// The shape of a control call. Bodies are strict: a wrong name is refused, never ignored, unlike the ERP's.
import { z } from 'zod';
import type { Account } from '../store.ts';
import type { World } from '../world.ts';

export type ControlCall<I> = { world: World; params: Record<string, string>; input: I };
export type ControlRoute = {
  method: string;
  path: string;
  input: z.ZodType;
  handle: (call: ControlCall<never>) => unknown;
};

export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Ties the type of the input to its schema. */
export const route = <I>(
  where: `${string} /${string}`,
  input: z.ZodType<I>,
  handle: (call: ControlCall<I>) => unknown,
): ControlRoute => {
  const [method = '', path = ''] = where.split(' ');
  return { method, path, input, handle: handle as ControlRoute['handle'] };
};

export const accountName = z.string().min(1).max(80).default('demo');
export const nothing = z.strictObject({});
export const onAccount = z.strictObject({ account: accountName });

/** @throws Refusal 404 */
export function accountOf(world: World, name: string): Account {
  const account = world.accounts.get(name);
  if (!account) throw new Refusal(404, `compte inconnu : ${name}`);
  return account;
}
