// Who is on a chantier: search a person, give a role, save the whole team at once.
import { Button, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import type { Personne } from '#contract/personne.ts';
import { ROLES, ROLES_CHANTIER, type RoleChantier } from '#contract/values.ts';
import { isProblem } from '../../lib/api.ts';
import { Side } from '../../ui/dialogs.tsx';
import { Failure } from '../../ui/failure.tsx';
import { type Choice, Lookup } from '../../ui/lookup.tsx';
import { candidatesQuery, changeEquipe, chantierQuery, keepChantier } from './api.ts';
import styles from './team-drawer.module.css';

const TYPING_MS = 180;

type Member = Chantier['equipe'][number];
const ROLE_CHOICES = Object.entries(ROLES_CHANTIER).map(([value, label]) => ({ value, label }));

/** The role on the chantier that usually goes with a role in the company. */
const usualRole = ({ role }: Personne): RoleChantier =>
  role === 'conducteur' || role === 'administrateur' ? 'conducteur' : role === 'chef_chantier' ? 'chef' : 'ouvrier';

type AddProps = { team: Member[]; onAdd: (member: Member) => void };

function AddMember({ team, onAdd }: AddProps): ReactNode {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const asked = typed.length > 0 && text.trim().length > 0;
  const { data, isFetching, error } = useQuery({ ...candidatesQuery(typed), enabled: asked });
  const present = new Set(team.map(({ personne_id }) => personne_id));
  const found = asked ? (data?.items ?? []).filter(({ id }) => !present.has(id)) : [];
  const choices = found.map((personne): Choice & { personne: Personne } => ({
    key: personne.id,
    label: `${personne.prenom} ${personne.nom}`,
    hint: ROLES[personne.role],
    personne,
  }));
  return (
    <>
      <Lookup
        label="Ajouter une personne"
        placeholder="Nom, prénom ou matricule"
        data-autofocus
        text={text}
        onText={setText}
        choices={choices}
        nothing={!asked ? '' : isFetching ? 'Recherche…' : 'Personne d’actif de ce nom hors de l’équipe.'}
        onChoose={({ personne }) => {
          const { id, nom, prenom } = personne;
          onAdd({ personne_id: id, nom, prenom, role_chantier: usualRole(personne) });
          setText('');
        }}
      />
      {error && <Failure error={error} right="lire les personnes" />}
    </>
  );
}

type RowProps = { member: Member; onRole: (role: RoleChantier) => void; onRemove: () => void };

const MemberRow = ({ member, onRole, onRemove }: RowProps): ReactNode => {
  const name = `${member.prenom} ${member.nom}`;
  return (
    <li className={styles.member}>
      <span className={styles.name}>{name}</span>
      <NativeSelect
        aria-label={`Rôle de ${name}`}
        data={ROLE_CHOICES}
        value={member.role_chantier}
        onChange={event => onRole(event.currentTarget.value as RoleChantier)}
      />
      <Button variant="default" aria-label={`Retirer ${name}`} onClick={onRemove}>
        Retirer
      </Button>
    </li>
  );
};

function TeamEditor({ chantier, onClose }: { chantier: Chantier; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [base, setBase] = useState(chantier);
  const [team, setTeam] = useState(chantier.equipe);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      changeEquipe(
        base,
        team.map(({ personne_id, role_chantier }) => ({ personne_id, role_chantier })),
      ),
    onSuccess: changed => {
      keepChantier(client, changed);
      notifications.show({ message: 'Équipe enregistrée.' });
      onClose();
    },
  });
  const reload = async () => {
    const fresh = await client.fetchQuery({ ...chantierQuery(chantier.id), staleTime: 0 });
    setBase(fresh);
    setTeam(fresh.equipe);
  };
  const put = (id: string, role_chantier: RoleChantier) =>
    setTeam(team.map(member => (member.personne_id === id ? { ...member, role_chantier } : member)));
  return (
    <div className="hub-stack">
      <AddMember team={team} onAdd={member => setTeam([...team, member])} />
      {team.length === 0 && <p className="hub-dim">L’équipe est vide.</p>}
      <ul className={styles.team} aria-label="Équipe">
        {team.map(member => (
          <MemberRow
            key={member.personne_id}
            member={member}
            onRole={role => put(member.personne_id, role)}
            onRemove={() => setTeam(team.filter(other => other !== member))}
          />
        ))}
      </ul>
      {error && <Failure error={error} />}
      {isProblem(error, 'precondition.failed') && (
        <Button variant="default" onClick={() => void reload()}>
          Relire l’équipe enregistrée
        </Button>
      )}
      <div className="hub-row">
        <Button loading={isPending} onClick={() => mutate()}>
          Enregistrer l’équipe
        </Button>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
      </div>
    </div>
  );
}

type DrawerProps = { chantier: Chantier; opened: boolean; onClose: () => void };

export const TeamDrawer = ({ chantier, opened, onClose }: DrawerProps): ReactNode => (
  <Side opened={opened} title={`Équipe de « ${chantier.nom} »`} onClose={onClose}>
    {opened && <TeamEditor chantier={chantier} onClose={onClose} />}
  </Side>
);
