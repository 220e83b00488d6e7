// RFC 9457 problem document, the body of every error of the API.
import { z } from 'zod';

export const Problem = z
  .strictObject({
    type: z.string().max(500).meta({ description: 'Page qui explique ce code' }),
    title: z.string().max(500),
    status: z.int().min(400).max(599),
    code: z.string().max(100),
    detail: z.string().max(2000),
    instance: z.string().max(500).optional().meta({ description: 'Adresse de la demande refusée' }),
    request_id: z.string().max(100),
    trace_id: z.string().max(32).optional().meta({ description: 'Trace W3C de la demande' }),
    details: z.record(z.string().max(100), z.unknown()).optional(),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .max(500)
            .meta({ description: 'JSON Pointer (RFC 6901) dans le corps, ou #/query/…, #/params/…' }),
          code: z.string().max(100),
          message: z.string().max(500),
        }),
      )
      .max(100)
      .optional(),
    'violated-policies': z
      .array(z.string().max(50))
      .max(10)
      .optional()
      .meta({ description: 'Quotas atteints : hour, burst, user' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
