// RFC 9457 problem document, the body of every error of the API.
import { z } from 'zod';

export const Problem = z
  .strictObject({
    type: z.string().max(500).meta({ description: 'Page qui explique ce code' }),
    title: z.string().max(500),
    status: z.int().min(400).max(599),
    code: z.string().max(100),
    detail: z.string().max(2000),
    request_id: z.string().max(100),
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
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
