// What we read of Tryton 6.0's answers: seen of a running server (Debian 12's packages), not assumed. A field that is followed
// (`party.rec_name`) comes back nested under `party.`.
import { z } from 'zod';

const int = z.union([z.int(), z.string().regex(/^\d{1,15}$/)]);
const Texte = z.string().max(200_000);
const optional = <T extends z.ZodType>(schema: T) => schema.nullish();
const part = z.int().min(0).max(999_999);

export const TDate = z.object({ __class__: z.literal('date'), year: z.int(), month: part, day: part });
const TDateTime = z.object({
  ...{ __class__: z.literal('datetime'), year: z.int(), month: part, day: part },
  ...{ hour: part, minute: part, second: part, microsecond: part },
});
export type TDateTime = z.infer<typeof TDateTime>;
const TDelta = z.object({ __class__: z.literal('timedelta'), seconds: z.number() });

/** `{ result }`, or `{ error: [kind, …] }` under 200. The text of an error may name people: only its kind is kept. */
export const RpcAnswer = z.union([z.object({ error: z.array(z.unknown()).min(1) }), z.object({ result: z.unknown() })]);
export const Rows = z.array(z.unknown()).max(10_000);
/** `common.db.login`: the user's number, and the session that stands for his password. */
export const Login = z.tuple([z.int(), z.string().min(1).max(500)], z.unknown());

/** `project.work` of type project. There is no code: a chantier has no reference. */
export const Work = z.object({
  id: int,
  name: Texte,
  'status.': optional(z.object({ id: int, name: Texte })),
  'party.': optional(z.object({ rec_name: Texte })),
  'party_address.': optional(z.object({ full_address: Texte })),
  effort_duration: optional(TDelta),
  timesheet_start_date: optional(TDate),
  timesheet_end_date: optional(TDate),
  create_date: optional(TDateTime),
  /** Null until it is first modified. */
  write_date: optional(TDateTime),
});
export type Work = z.infer<typeof Work>;
export const WORK_FIELDS = [
  ...['name', 'status.name', 'party.rec_name', 'party_address.full_address', 'effort_duration'],
  ...['timesheet_start_date', 'timesheet_end_date', 'create_date', 'write_date'],
];
/** Given along with those, and not read. */
export const IGNORED_FIELDS = ['status', 'party', 'party_address'] as const;
export const Stamps = z.object({ create_date: TDateTime.nullish(), write_date: TDateTime.nullish() });

export const Employee = z.object({
  id: int,
  'party.': z.object({ name: optional(Texte), email: optional(Texte) }),
  end_date: optional(TDate),
});
export const EMPLOYEE_FIELDS = ['party.name', 'party.email', 'end_date'];

/** `timesheet.line`. The work it is spent on belongs to a chantier by its origin, `project.work,12`. */
export const Line = z.object({
  id: int,
  employee: int,
  'work.': z.object({ origin: optional(Texte) }),
  date: TDate,
  duration: TDelta,
  description: optional(Texte),
});
export const LINE_FIELDS = ['employee', 'work.origin', 'date', 'duration', 'description'];

/** What stands under our id, or under theirs. */
export const Standing = z.object({ id: int, uuid: optional(Texte), description: optional(Texte) });

/** Where hours of a chantier go: its `timesheet.work`, none when it takes no hours. */
export const Target = z.object({
  id: z.int(),
  timesheet_works: z.array(z.int()),
  timesheet_start_date: optional(TDate),
  timesheet_end_date: optional(TDate),
});
export type Target = z.infer<typeof Target>;
export const TARGET_FIELDS = ['timesheet_works', 'timesheet_start_date', 'timesheet_end_date'];
/** What their route answers of a line written, new or not. */
export const Written = z.object({ id: z.int(), uuid: z.string() });
