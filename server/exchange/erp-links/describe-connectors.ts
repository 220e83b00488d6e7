import { z } from 'zod';
import type { Connecteur } from '#contract/erp-link.ts';
import type { Connectors } from '../../connectors/connector.ts';

/** What the connection wizard is drawn from: those it offers, by the alphabet of their kinds. */
export const connecteursOf = (connectors: Connectors): Connecteur[] =>
  [...connectors.values()]
    .filter(({ offered }) => offered !== false)
    .map(({ kind, nom, resume, aide, traits, settings, credentials }) => ({
      kind,
      nom,
      resume,
      aide,
      traits,
      form: { settings: formOf(settings), credentials: formOf(credentials) },
    }));

/** Our own mark on secret fields becomes the one every reader of JSON Schema knows. */
function formOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...form } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema['secret'] !== true) return;
      delete jsonSchema['secret'];
      jsonSchema.writeOnly = true;
    },
  });
  return form;
}
