// Forms come from schemas: the fields, their words and their checks are those of the contract, on both sides of the wire.
import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { isProblem } from '../lib/api.ts';
import { Failure } from './failure.tsx';
import { FieldControl, type FieldProps, type Look } from './schema-form/fields.tsx';
import { type Errors, errorsOf, pathOfPointer } from './schema-form/messages.ts';
import styles from './schema-form/schema-form.module.css';
import { type Field, fieldsOf } from './schema-form/shape.ts';
import { type Draft, type DraftValue, draftOf, inputOf } from './schema-form/values.ts';
import { Unsaved } from './unsaved.tsx';

export type { FieldProps } from './schema-form/fields.tsx';
export { changedFields } from './schema-form/values.ts';

export type FormSection = { title?: string; fields: string[] };

type FormProps<S extends z.ZodObject> = {
  schema: S;
  /** Values already known; absent ones take the schema's default. */
  initial?: Partial<Record<string, unknown>>;
  /** Order and grouping; without it, the schema's order in one group. Fields not named are not shown. */
  sections?: FormSection[];
  looks?: Record<string, Look>;
  /** A page's own control in the place of a drawn one. */
  replace?: Record<string, (props: FieldProps) => ReactNode>;
  /** Which field a refusal of the hub speaks of: `{ 'personne.email_taken': 'email' }`. */
  problemFields?: Record<string, string>;
  submit: string;
  narrow?: boolean;
  /** Asks before a half-filled form is left. */
  guarded?: boolean;
  extra?: ReactNode;
  onCancel?: () => void;
  /** May throw: an ApiProblem is shown at its fields, anything else above the form. */
  onSubmit: (value: z.infer<S>) => Promise<unknown>;
};

/** The fields in the order and groups of the page. A known value that may not be emptied counts as required. */
function arranged(fields: Field[], sections: FormSection[] | undefined, initial: Record<string, unknown>) {
  const known = fields.map(field => {
    const text = !field.nullable && typeof initial[field.name] === 'string' && field.kind !== 'secret';
    return text ? { ...field, required: true } : field;
  });
  const groups = sections ?? [{ fields: known.map(field => field.name) }];
  return groups.map(({ title, fields: names }) => ({
    title,
    fields: names.flatMap(name => known.find(field => field.name === name) ?? []),
  }));
}

function errorsOfProblem(error: unknown, shown: Field[], problemFields: Record<string, string>): Errors {
  if (!isProblem(error)) return {};
  const names = shown.map(field => field.name);
  const own = problemFields[error.code];
  if (own && names.includes(own)) return { [own]: error.detail };
  const pairs = error.errors.map(({ pointer, message }) => [pathOfPointer(pointer), message] as const);
  return Object.fromEntries(pairs.filter(([path]) => names.includes(path.split('.')[0] ?? '')));
}

function useSchemaForm<S extends z.ZodObject>(props: FormProps<S>, groups: { fields: Field[] }[]) {
  const { schema, initial = {}, problemFields = {}, onSubmit } = props;
  const shown = groups.flatMap(group => group.fields);
  const [draft, setDraft] = useState<Draft>(() => draftOf(shown, initial));
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // Not a state: the page leaves within the very turn that saves.
  const dirty = useRef(false);
  const change = (name: string, value: DraftValue) => {
    dirty.current = true;
    setDraft(current => ({ ...current, [name]: value }));
    setErrors(current =>
      Object.fromEntries(Object.entries(current).filter(([path]) => path !== name && !path.startsWith(`${name}.`))),
    );
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = inputOf(shown, draft);
    const read = schema.safeParse(input);
    setFailure(null);
    if (!read.success) return setErrors(errorsOf(read.error.issues, shown, input));
    setErrors({});
    setBusy(true);
    dirty.current = false;
    try {
      await onSubmit(read.data as z.infer<S>);
    } catch (error) {
      dirty.current = true;
      const atFields = errorsOfProblem(error, shown, problemFields);
      if (Object.keys(atFields).length > 0) setErrors(atFields);
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { draft, errors, failure, busy, dirty, change, submit };
}

/** After a refusal, the focus goes to the first wrong field, in the order of the page. */
function useFocusOnFirstWrong(errors: Errors, order: string[], idOf: (path: string) => string): void {
  const seen = useRef<Errors>({});
  useEffect(() => {
    const paths = Object.keys(errors);
    const fresh = paths.some(path => !(path in seen.current) || seen.current[path] !== errors[path]);
    seen.current = errors;
    if (!fresh) return;
    const rank = (path: string) => order.indexOf(path.split('.')[0] ?? '');
    const first = paths.sort((a, b) => rank(a) - rank(b))[0];
    if (first) document.getElementById(idOf(first))?.focus();
  });
}

export function SchemaForm<S extends z.ZodObject>(props: FormProps<S>): ReactNode {
  const { schema, initial = {}, sections, looks = {}, replace = {}, narrow, extra, onCancel } = props;
  const formId = useId();
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [groups] = useState(() => arranged(fields, sections, initial));
  const { draft, errors, failure, busy, dirty, change, submit } = useSchemaForm(props, groups);
  const idOf = (path: string) => `${formId}-${path}`;
  useFocusOnFirstWrong(
    errors,
    groups.flatMap(group => group.fields.map(field => field.name)),
    idOf,
  );
  const draw = (field: Field) => {
    const look = looks[field.name] ?? {};
    const value = draft[field.name] ?? '';
    const bound = { id: idOf(field.name), path: field.name, field, look, value, errors };
    const onChange = (next: DraftValue) => change(field.name, next);
    const own = replace[field.name];
    const wide = look.wide || field.kind === 'lines' || field.kind === 'list' || field.kind === 'choices';
    return (
      <div key={field.name} className={wide ? styles.wide : undefined}>
        {own ? own({ ...bound, onChange }) : <FieldControl {...bound} looks={looks} onChange={onChange} />}
      </div>
    );
  };
  return (
    <form className={`${styles.form} ${narrow ? styles.narrow : ''}`} onSubmit={submit} noValidate>
      {props.guarded && <Unsaved isDirty={() => dirty.current} />}
      {failure !== null && <Failure error={failure} />}
      {groups.map((group, index) => (
        <fieldset key={group.title ?? index} className={styles.section}>
          {group.title && <legend>{group.title}</legend>}
          <div className={styles.grid}>{group.fields.map(draw)}</div>
        </fieldset>
      ))}
      {extra}
      <div className={styles.actions}>
        <Button type="submit" loading={busy}>
          {props.submit}
        </Button>
        {onCancel && (
          <Button
            variant="default"
            onClick={() => {
              // Said aloud: no need to ask again.
              dirty.current = false;
              onCancel();
            }}
          >
            Annuler
          </Button>
        )}
      </div>
    </form>
  );
}
