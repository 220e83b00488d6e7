// When chantiers come and how they meet those already here: asked at the connection, changed later.
import type { ReactNode } from 'react';
import { UpdateErpLink } from '#contract/erp-link.ts';
import { FREQUENCES_IMPORT, type FrequenceImport } from '#contract/values.ts';
import { type FieldProps, SchemaForm } from '../../ui/schema-form.tsx';
import styles from './rhythm-form.module.css';

const HELP: Record<FrequenceImport, string> = {
  temps_reel:
    'En quelques secondes quand l’ERP prévient, sinon dans les deux minutes. Tout est relu une fois par jour.',
  quotidien: 'Une lecture complète par jour, à l’heure choisie.',
};

const FrequenceField = ({ id, path, value, onChange }: FieldProps): ReactNode => (
  <fieldset className={styles.choices} id={id} tabIndex={-1}>
    <legend>Arrivée des chantiers</legend>
    {(Object.keys(FREQUENCES_IMPORT) as FrequenceImport[]).map(frequence => (
      <label key={frequence} className={styles.choice}>
        <input type="radio" name={path} checked={value === frequence} onChange={() => onChange(frequence)} />
        <span>
          <span className={styles.name}>{FREQUENCES_IMPORT[frequence]}</span>
          <span className="hub-dim hub-small">{HELP[frequence]}</span>
        </span>
      </label>
    ))}
  </fieldset>
);

const LOOKS = {
  nom: { help: 'Comme il sera écrit partout : « Costructor », « Costructor Savoie »', wide: true },
  frequence: { wide: true },
  heure: { help: 'Heure de Paris, par exemple 05:00', inputMode: 'numeric' as const },
  historique_mois: {
    help: 'Les chantiers finis depuis plus longtemps restent dans l’ERP',
    unit: 'mois',
    inputMode: 'numeric' as const,
  },
  relier_par_code: {
    help: 'Un chantier de même code n’est pas créé deux fois : il est relié à celui de l’ERP.',
    wide: true,
  },
};
const CONTROLS = { frequence: (props: FieldProps) => <FrequenceField {...props} /> };

type RhythmProps = {
  initial: UpdateErpLink;
  submit: string;
  onSubmit: (rhythm: UpdateErpLink) => Promise<unknown>;
  onCancel?: () => void;
};

export const RhythmForm = ({ initial, submit, onSubmit, onCancel }: RhythmProps): ReactNode => (
  <SchemaForm
    schema={UpdateErpLink}
    guarded
    initial={initial}
    sections={[{ fields: ['nom', 'frequence', 'heure', 'historique_mois', 'relier_par_code'] }]}
    looks={LOOKS}
    replace={CONTROLS}
    submit={submit}
    onSubmit={onSubmit}
    {...(onCancel ? { onCancel } : {})}
  />
);
