// What the drawer shows of a chantier, before its page.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ROLES_CHANTIER } from '#contract/values.ts';
import { formatMinutes } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { Facts } from '../../ui/page.tsx';
import { StatutMark } from '../../ui/statut-chantier.tsx';
import { Day, Since } from '../../ui/time.tsx';
import { WaitingFacts } from '../../ui/waiting.tsx';
import { chantierQuery } from './api.ts';
import { ErpOrigin } from './erp/erp-owner.tsx';

export function ChantierGlance({ id }: { id: string }): ReactNode {
  const { data, error, refetch } = useQuery(chantierQuery(id));
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingFacts />;
  return (
    <div className="hub-stack">
      <div>
        <h3 style={{ fontSize: 'var(--hub-text-large)' }}>{data.nom}</h3>
        <p className="hub-row">
          <span className="hub-dim">{data.code}</span>
          <StatutMark statut={data.statut} />
          <ErpOrigin chantier={data} />
        </p>
      </div>
      <div>
        <Button component={Link} to="/chantiers/$id" params={{ id } as never}>
          Ouvrir la fiche
        </Button>
      </div>
      <Facts
        facts={[
          ['Adresse', data.adresse],
          ['Commune', data.commune],
          ['Maître d’ouvrage', data.maitre_ouvrage],
          ['Début', data.date_debut && <Day on={data.date_debut} />],
          ['Fin', data.date_fin && <Day on={data.date_fin} />],
          ['Budget d’heures', data.minutes_estimees === null ? null : formatMinutes(data.minutes_estimees)],
          ['Modifié', <Since key="since" at={data.updated_at} />],
        ]}
      />
      <div>
        <h3>Équipe</h3>
        {data.equipe.length === 0 && <p className="hub-dim">Personne n’est encore dans l’équipe.</p>}
        <ul className="hub-plain">
          {data.equipe.map(({ personne_id, prenom, nom, role_chantier }) => (
            <li key={personne_id}>
              {prenom} {nom} <span className="hub-dim">· {ROLES_CHANTIER[role_chantier]}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
