// One control per kind of field, each bound to its label, help and error.
import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Errors } from './messages.ts';
import styles from './schema-form.module.css';
import type { Field } from './shape.ts';
import { type DraftRow, type DraftValue, draftOf, rowOf } from './values.ts';

/** What a page may say of a field beyond its schema. */
export type Look = {
  title?: string;
  help?: string;
  placeholder?: string;
  type?: 'password';
  autoComplete?: string;
  inputMode?: 'numeric' | 'tel' | 'email';
  wide?: boolean;
  /** The field one starts with. */
  focus?: boolean;
  /** A word after the value: « h ». */
  unit?: string;
};

export type FieldProps = {
  /** The id of the control, and where the focus goes when the field is wrong. */
  id: string;
  path: string;
  field: Field;
  look: Look;
  value: DraftValue;
  errors: Errors;
  onChange: (value: DraftValue) => void;
};

const commonOf = ({ id, path, field, look, errors }: FieldProps) => ({
  id,
  name: path,
  label: look.title ?? field.title,
  description: look.help ?? field.help,
  placeholder: look.placeholder,
  error: errors[path],
  required: field.required,
  withAsterisk: false,
  labelProps: field.required ? { className: styles.needed } : {},
  autoComplete: look.autoComplete ?? 'off',
  'data-autofocus': look.focus || undefined,
  autoFocus: look.focus,
});

function TextField(props: FieldProps): ReactNode {
  const { field, look, value, onChange } = props;
  const shared = {
    ...commonOf(props),
    value: value as string,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (look.type === 'password' || field.kind === 'secret')
    return (
      <PasswordInput {...shared} visibilityToggleButtonProps={{ 'aria-label': 'Montrer ou cacher', tabIndex: 0 }} />
    );
  if (field.kind === 'lines') return <Textarea {...shared} autosize minRows={3} maxRows={12} />;
  const types = { email: 'email', tel: 'tel', day: 'date', colour: 'color' } as const;
  const type = types[field.kind as keyof typeof types] ?? 'text';
  const numeric = field.kind === 'number' ? ('decimal' as const) : undefined;
  return (
    <TextInput
      {...shared}
      type={type}
      inputMode={look.inputMode ?? numeric}
      rightSection={look.unit ?? (field.kind === 'minutes' ? 'h' : undefined)}
      {...(look.unit && look.unit.length > 2 ? { rightSectionWidth: '4rem' } : {})}
      rightSectionPointerEvents="none"
    />
  );
}

function BooleanField(props: FieldProps): ReactNode {
  const { field, value, onChange } = props;
  const { label, description, error, id, name } = commonOf(props);
  if (!field.nullable)
    return (
      <Checkbox
        {...{ id, name, label, description, error }}
        checked={value === true}
        onChange={event => onChange(event.currentTarget.checked)}
      />
    );
  return (
    <NativeSelect
      {...commonOf(props)}
      value={value === null ? '' : String(value)}
      onChange={event => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value === 'true')}
      data={[
        { value: '', label: 'Non renseigné' },
        { value: 'true', label: 'Oui' },
        { value: 'false', label: 'Non' },
      ]}
    />
  );
}

function ChoiceField(props: FieldProps): ReactNode {
  const { field, value, onChange } = props;
  const none = field.required ? 'Choisissez' : 'Non renseigné';
  const withNone = value === '' || field.nullable;
  return (
    <NativeSelect
      {...commonOf(props)}
      value={value as string}
      onChange={event => onChange(event.currentTarget.value)}
      data={[
        ...(withNone ? [{ value: '', label: none }] : []),
        ...field.options.map(([option, label]) => ({ value: option, label })),
      ]}
    />
  );
}

function ChoicesField(props: FieldProps): ReactNode {
  const { id, field, look, value, errors, path, onChange } = props;
  return (
    <Checkbox.Group
      id={id}
      tabIndex={-1}
      label={look.title ?? field.title}
      description={look.help ?? field.help}
      error={errors[path]}
      value={value as string[]}
      onChange={onChange}
    >
      <div className={styles.choices}>
        {field.options.map(([option, label]) => (
          <Checkbox key={option} value={option} label={label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

type ListProps = FieldProps & { looks: Record<string, Look> };

/** Rows of small fields: contacts, references. */
function ListField({ id, path, field, look, looks, value, errors, onChange }: ListProps): ReactNode {
  const rows = value as DraftRow[];
  const change = (index: number, name: string, next: DraftValue) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, draft: { ...row.draft, [name]: next } } : row)));
  return (
    <fieldset className={styles.list} id={id} tabIndex={-1}>
      <legend>{look.title ?? field.title}</legend>
      {(look.help ?? field.help) && <p className="hub-dim hub-small">{look.help ?? field.help}</p>}
      {rows.map((row, index) => (
        <div key={row.key} className={styles.listRow}>
          {field.item.map(inner => (
            <FieldControl
              key={inner.name}
              id={`${id}.${index}.${inner.name}`}
              path={`${path}.${index}.${inner.name}`}
              field={inner}
              look={looks[`${path}.${inner.name}`] ?? {}}
              looks={looks}
              value={row.draft[inner.name] ?? ''}
              errors={errors}
              onChange={next => change(index, inner.name, next)}
            />
          ))}
          <Button
            className={styles.remove}
            variant="default"
            size="sm"
            leftSection={<IconTrash size={16} aria-hidden />}
            aria-label={`Retirer la ligne ${index + 1} de ${look.title ?? field.title}`}
            onClick={() => onChange(rows.filter(other => other !== row))}
          >
            Retirer
          </Button>
        </div>
      ))}
      {errors[path] && <p className={styles.error}>{errors[path]}</p>}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...rows, rowOf(draftOf(field.item, {}))])}
        >
          {look.placeholder ?? 'Ajouter une ligne'}
        </Button>
      </div>
    </fieldset>
  );
}

export function FieldControl(props: ListProps): ReactNode {
  switch (props.field.kind) {
    case 'list':
      return <ListField {...props} />;
    case 'choices':
      return <ChoicesField {...props} />;
    case 'choice':
      return <ChoiceField {...props} />;
    case 'boolean':
      return <BooleanField {...props} />;
    default:
      return <TextField {...props} />;
  }
}
