import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Personne } from '#contract/personne.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { reachableQuery } from '../api.ts';
import styles from './invitations.module.css';
import { InviteButton } from './invite-button.tsx';

function Choose({ personnes }: { personnes: Personne[] }): ReactNode {
  const [chosen, setChosen] = useState<string[]>([]);
  const all = chosen.length === personnes.length;
  return (
    <div className="hub-stack">
      <InviteButton key={chosen.join()} ids={chosen} />
      <Checkbox
        label="Toutes"
        checked={all}
        indeterminate={!all && chosen.length > 0}
        onChange={() => setChosen(all ? [] : personnes.map(({ id }) => id))}
      />
      <Checkbox.Group aria-label="Personnes à inviter" value={chosen} onChange={setChosen}>
        <div className={styles.choices}>
          {personnes.map(({ id, nom, prenom }) => (
            <Checkbox key={id} value={id} label={`${nom} ${prenom}`} />
          ))}
        </div>
      </Checkbox.Group>
    </div>
  );
}

function Reachable(): ReactNode {
  const { data, error, refetch } = useQuery(reachableQuery);
  if (error) return <Failure error={error} retry={refetch} right="lire les personnes" />;
  return data ? <Choose personnes={data} /> : <WaitingRows />;
}

export function InvitePage(): ReactNode {
  return (
    <Page
      title="Inviter"
      before={
        <Link to="/personnes" className="hub-link">
          Personnes
        </Link>
      }
      sentence="Un lien de 7 jours chacune, à remettre vous-même. Qui a déjà choisi son mot de passe n’en reçoit pas."
    >
      {isAdministrateur(useMoi()) ? (
        <Reachable />
      ) : (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Inviter est réservé aux administrateurs.</p>
        </Notice>
      )}
    </Page>
  );
}
