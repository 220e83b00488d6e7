// The fields of a chantier, the same to create and to edit.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Commune } from '#contract/chantier.ts';
import { type Choice, Lookup } from '../../ui/lookup.tsx';
import type { FieldProps, FormSection } from '../../ui/schema-form.tsx';
import { communesQuery } from './api.ts';
import { ColourField } from './colour-field.tsx';

const TYPING_MS = 180;

type CommuneChoice = Choice & { commune: Commune };

const postcodes = (codes: string[]) => (codes.length > 3 ? `${codes.slice(0, 3).join(', ')}…` : codes.join(', '));
const choiceOf = (commune: Commune): CommuneChoice => ({
  key: commune.code_insee,
  label: commune.nom,
  hint: `${postcodes(commune.codes_postaux)} · ${commune.departement}`,
  commune,
});

/** A commune by its name or postcode; what is kept is its INSEE code. `known` is the name of the code already there. */
function CommuneField({ known, ...props }: FieldProps & { known: string | null }): ReactNode {
  const { id, path, field, errors, value, onChange } = props;
  const [text, setText] = useState(known ?? '');
  const [typed] = useDebouncedValue(text.trim(), TYPING_MS);
  const chosen = value !== '' && value !== null;
  const asked = typed.length >= 2 && !chosen;
  const { data, isFetching, isError } = useQuery({ ...communesQuery(typed), enabled: asked });
  const waiting = isFetching ? 'Recherche…' : 'Aucune commune de ce nom ou code postal.';
  return (
    <Lookup
      id={id}
      name={path}
      label={field.title}
      description="Nom ou code postal"
      error={errors[path] ?? (!chosen && text.trim() && !asked ? 'Choisissez une commune de la liste.' : undefined)}
      text={text}
      onText={next => {
        setText(next);
        onChange('');
      }}
      choices={asked ? (data?.items ?? []).map(choiceOf) : []}
      nothing={!asked ? '' : isError ? 'La recherche ne répond pas : réessayez.' : waiting}
      onChoose={({ commune }) => {
        setText(commune.nom);
        onChange(commune.code_insee);
      }}
    />
  );
}

export const CHANTIER_SECTIONS: FormSection[] = [
  { title: 'Le chantier', fields: ['nom', 'code', 'maitre_ouvrage', 'type_travaux', 'description', 'couleur'] },
  { title: 'Où', fields: ['adresse', 'commune_insee', 'latitude', 'longitude'] },
  { title: 'Quand et combien', fields: ['date_debut', 'date_fin', 'minutes_estimees'] },
  { title: 'Pour la TVA', fields: ['batiment_plus_2ans', 'usage_habitation'] },
  { title: 'Contacts et références', fields: ['contacts', 'references'] },
];

export const CHANTIER_LOOKS = {
  nom: { wide: true },
  adresse: { wide: true, autoComplete: 'off' },
  commune_insee: { wide: true },
  couleur: { wide: true },
  minutes_estimees: { help: 'Par exemple 1 200 h, ou 7 h 20' },
  latitude: { help: 'Les deux, ou aucune : 45,5017' },
  contacts: { placeholder: 'Ajouter un contact' },
  'contacts.nom': { title: 'Nom' },
  'contacts.telephone': { title: 'Téléphone' },
  'contacts.profession': { title: 'Fonction' },
  references: { placeholder: 'Ajouter une référence', help: 'L’identifiant de ce chantier dans un autre logiciel.' },
  'references.system': { title: 'Système', help: 'En minuscules : costructor' },
  'references.external_id': { title: 'Identifiant' },
};

export const CHANTIER_PROBLEMS = {
  'chantier.code_taken': 'code',
  'chantier.codes_exhausted': 'code',
  'chantier.commune_unknown': 'commune_insee',
  'chantier.position_incomplete': 'latitude',
  'chantier.dates_inverted': 'date_fin',
  'chantier.reference_taken': 'references',
};

/** `commune` is the name that goes with the INSEE code already known. */
export const chantierControls = (commune: string | null) => ({
  commune_insee: (props: FieldProps) => <CommuneField {...props} known={commune} />,
  couleur: (props: FieldProps) => <ColourField {...props} />,
});
