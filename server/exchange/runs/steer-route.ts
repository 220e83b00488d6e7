// The routes by which a person steers a run: all of one shape.
import type { z } from 'zod';
import type { ErrorCode } from '#contract/errors.ts';
import { ById } from '#contract/page.ts';
import { type AnyRoute, route } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunCore, RunKind } from './kind.ts';

type Steered<Row extends RunCore> = Pick<AnyRoute, 'base' | 'tag' | 'access'> & {
  roles: NonNullable<AnyRoute['roles']>;
  reply: z.ZodType;
  kind: RunKind<Row>;
  /** The run as it is answered. */
  show: (unit: Unit, id: string) => Promise<unknown>;
};
type Steering<Row extends RunCore> = {
  path: `/${string}/:id/${string}`;
  summary: string;
  /** Beside that it does not exist. */
  errors: readonly ErrorCode[];
  by: (unit: Unit, kind: RunKind<Row>, id: string) => Promise<void>;
};

export const steerRoute =
  <Row extends RunCore>({ kind, show, ...of }: Steered<Row>) =>
  ({ path, summary, errors, by }: Steering<Row>): AnyRoute =>
    route({
      ...of,
      method: 'POST',
      path,
      summary,
      params: ById,
      status: 200,
      errors: [kind.refusals.absent, ...errors],
      handle: async (unit, { params }) => {
        await by(unit, kind, params.id);
        return await show(unit, params.id);
      },
    });
