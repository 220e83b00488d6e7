import { Button } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { ROLES_CHANTIER, TYPES_TRAVAUX } from '#contract/values.ts';
import { formatMinutes, formatPhone } from '../../lib/format.ts';
import { canChangeChantiers, isAdministrateur, useMoi } from '../../lib/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty, Notice } from '../../ui/failure.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Day } from '../../ui/time.tsx';
import { DeleteChantier } from './delete-chantier.tsx';
import { ErpHolds, HeldMark } from './erp/erp-owner.tsx';
import { isEditable } from './statut.ts';
import { TeamDrawer } from './team-drawer.tsx';

const yesNo = (value: boolean | null) => (value === null ? null : value ? 'Oui' : 'Non');

const placeOf = ({ latitude, longitude }: Chantier): ReactNode =>
  latitude === null || longitude === null
    ? null
    : `${String(latitude).replace('.', ',')} ; ${String(longitude).replace('.', ',')}`;

/** The field that each of these facts shows, where an ERP may hold it. */
const CHAMP_OF: Record<string, string> = {
  Adresse: 'adresse',
  'Maître d’ouvrage': 'maitre_ouvrage',
  Début: 'date_debut',
  Fin: 'date_fin',
  'Budget d’heures': 'minutes_estimees',
};

const markedFacts = (chantier: Chantier): [string, ReactNode][] =>
  factsOf(chantier).map(([name, value]) => {
    const champ = CHAMP_OF[name];
    if (champ === undefined || value === null || !chantier.erp?.champs.includes(champ)) return [name, value];
    return [
      name,
      <Fragment key={name}>
        {value}
        <HeldMark chantier={chantier} champ={champ} />
      </Fragment>,
    ];
  });

const factsOf = (chantier: Chantier): [string, ReactNode][] => [
  ['Adresse', chantier.adresse],
  ['Commune', chantier.commune && `${chantier.commune} (INSEE ${chantier.commune_insee})`],
  ['Position', placeOf(chantier)],
  ['Maître d’ouvrage', chantier.maitre_ouvrage],
  ['Type de travaux', chantier.type_travaux && TYPES_TRAVAUX[chantier.type_travaux]],
  ['Début', chantier.date_debut && <Day on={chantier.date_debut} />],
  ['Fin', chantier.date_fin && <Day on={chantier.date_fin} />],
  ['Budget d’heures', chantier.minutes_estimees === null ? null : formatMinutes(chantier.minutes_estimees)],
  ['Bâtiment de plus de 2 ans', yesNo(chantier.batiment_plus_2ans)],
  ['Usage d’habitation', yesNo(chantier.usage_habitation)],
];

type Member = Chantier['equipe'][number] & { id: string };
const TEAM: Column<Member>[] = [
  { name: 'Personne', heading: true, cell: ({ prenom, nom }) => `${prenom} ${nom}` },
  { name: 'Rôle sur le chantier', cell: ({ role_chantier }) => ROLES_CHANTIER[role_chantier] },
];

type Contact = Chantier['contacts'][number] & { id: string };
const CONTACTS: Column<Contact>[] = [
  { name: 'Nom', heading: true, cell: ({ nom }) => nom },
  { name: 'Fonction', cell: ({ profession }) => profession },
  {
    name: 'Téléphone',
    cell: ({ telephone }) => telephone && <a href={`tel:${telephone.replaceAll(' ', '')}`}>{formatPhone(telephone)}</a>,
  },
];

type Reference = Chantier['references'][number] & { id: string };
const REFERENCES: Column<Reference>[] = [
  { name: 'Système', heading: true, cell: ({ system }) => system },
  { name: 'Identifiant', cell: ({ external_id }) => <span className="hub-clip">{external_id}</span> },
];

const Team = ({ chantier, onTeam }: { chantier: Chantier; onTeam: (() => void) | undefined }): ReactNode => {
  const button = onTeam && (
    <Button variant="default" size="xs" leftSection={<IconUsersPlus size={16} aria-hidden />} onClick={onTeam}>
      Composer l’équipe
    </Button>
  );
  return (
    <Section title="Équipe" action={button}>
      {chantier.equipe.length > 0 ? (
        <DataTable
          caption="Équipe du chantier"
          columns={TEAM}
          rows={chantier.equipe.map(member => ({ ...member, id: member.personne_id }))}
        />
      ) : (
        <Empty title="Personne n’est encore dans l’équipe">
          Les personnes de l’équipe sont celles qui voient ce chantier, avec les administrateurs.
        </Empty>
      )}
    </Section>
  );
};

const Lists = ({ chantier }: { chantier: Chantier }): ReactNode => (
  <>
    {chantier.contacts.length > 0 && (
      <Section title="Contacts sur place">
        <DataTable
          caption="Contacts sur place"
          columns={CONTACTS}
          rows={chantier.contacts.map((contact, index) => ({ ...contact, id: `contact-${index}` }))}
        />
      </Section>
    )}
    {chantier.references.length > 0 && (
      <Section title="Références externes">
        <DataTable
          caption="Références externes"
          columns={REFERENCES}
          rows={chantier.references.map(reference => ({ ...reference, id: reference.system }))}
        />
      </Section>
    )}
  </>
);

type SheetProps = { chantier: Chantier; teaming: boolean; onTeam: (open: boolean) => void };

export function ChantierSheet({ chantier, teaming, onTeam }: SheetProps): ReactNode {
  const moi = useMoi();
  const allowed = canChangeChantiers(moi);
  const editable = allowed && isEditable(chantier.statut);
  return (
    <>
      {allowed && !editable && (
        <Notice
          state="gris"
          title={
            chantier.statut === 'ferme'
              ? 'Chantier fermé : sa fiche ne se modifie plus.'
              : 'Chantier réceptionné : reprenez-le pour modifier sa fiche.'
          }
        />
      )}
      {chantier.description && <p style={{ whiteSpace: 'pre-line', maxWidth: '46rem' }}>{chantier.description}</p>}
      <Facts facts={markedFacts(chantier)} />
      <ErpHolds chantier={chantier} />
      <Team chantier={chantier} onTeam={editable ? () => onTeam(true) : undefined} />
      <Lists chantier={chantier} />
      {isAdministrateur(moi) && <DeleteChantier chantier={chantier} />}
      <TeamDrawer chantier={chantier} opened={teaming && editable} onClose={() => onTeam(false)} />
    </>
  );
}
