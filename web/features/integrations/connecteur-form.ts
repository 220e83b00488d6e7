// The form of a connector comes from its own JSON Schemas: settings and credentials on one sheet, apart in what is sent. Pure.
import { z } from 'zod';
import type { Connecteur, TestErpLink } from '#contract/erp-link.ts';
import { ApiProblem } from '../../lib/api.ts';

type Part = 'settings' | 'credentials';
type JsonObject = { properties?: Record<string, unknown>; required?: string[] };
export type Access = Pick<TestErpLink, 'settings' | 'credentials'>;
type Sheet = { schema: z.ZodObject; sections: { title: string; fields: string[] }[]; split: (value: object) => Access };

const namesOf = (part: JsonObject): string[] => Object.keys(part.properties ?? {});

/** `parts`: reconnecting asks for the key alone. A field that both parts name would be one field: connectors name them apart. */
export function sheetOf(form: Connecteur['form'], parts: Part[] = ['settings', 'credentials']): Sheet {
  const chosen = parts.map(part => form[part] as JsonObject);
  const schema = z.fromJSONSchema({
    type: 'object',
    properties: Object.assign({}, ...chosen.map(part => part.properties ?? {})),
    required: chosen.flatMap(part => part.required ?? []),
    additionalProperties: false,
  } as Parameters<typeof z.fromJSONSchema>[0]) as z.ZodObject;
  const pick = (value: object, part: Part) => {
    const names = parts.includes(part) ? namesOf(form[part] as JsonObject) : [];
    return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
  };
  const titles = { settings: 'Où', credentials: 'Avec quel accès' };
  return {
    schema,
    sections: parts
      .map(part => ({ title: titles[part], fields: namesOf(form[part] as JsonObject) }))
      .filter(({ fields }) => fields.length > 0),
    split: value => ({
      settings: pick(value, 'settings') as Access['settings'],
      credentials: pick(value, 'credentials') as Access['credentials'],
    }),
  };
}

/** The hub speaks of `/credentials/cle`; the sheet has a field `cle`. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof ApiProblem)) return error;
  const { status, code, title, detail, request_id } = error;
  const errors = error.errors.map(entry => ({
    ...entry,
    pointer: entry.pointer.replace(/^#?\/(settings|credentials)(?=\/)/, ''),
  }));
  return new ApiProblem({ type: 'about:blank', status, code, title, detail, request_id, errors });
}
