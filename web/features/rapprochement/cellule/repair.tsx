// « Réparer »: says in words what it will do, does it as it was seen, and tells how it went.
import { Button } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { CelluleRapprochement } from '#contract/rapprochement.ts';
import { renewEnvois } from '../../../lib/envois.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Since } from '../../../ui/time.tsx';
import { askRepair, isRepairing, renewRapprochement } from '../api.ts';
import { askOf, REPAIR_WORDS } from '../words.ts';
import { totalsOf } from './pairs.ts';

type Last = NonNullable<CelluleRapprochement['derniere_reparation']>;

const TITLES = {
  waiting: 'Réparation demandée',
  running: 'Réparation en cours',
  done: 'Réparation faite',
  refused: 'Réparation sans suite',
} as const;
const STATES = { waiting: 'gris', running: 'gris', done: 'vert', refused: 'ambre' } as const;

const LastRepair = ({ last, erp }: { last: Last; erp: string }): ReactNode => (
  <Notice state={STATES[last.etat]} title={TITLES[last.etat]}>
    <p>
      {last.raison ??
        (last.etat === 'done'
          ? `${REPAIR_WORDS[last.reparation]}.`
          : `${REPAIR_WORDS[last.reparation]} : le hub relit ${erp} d’abord.`)}{' '}
      {last.export_id && (
        <Link to="/envois/$id" params={{ id: last.export_id } as never}>
          Voir l’envoi
        </Link>
      )}
    </p>
    <p className="hub-dim hub-small">
      {last.par ?? 'Une personne effacée'}, <Since at={last.created_at} spoken />
    </p>
  </Notice>
);

/** Once a repair moved something, the grid behind is read again. */
function useRenewed(cell: CelluleRapprochement): void {
  const client = useQueryClient();
  const stands = `${cell.verdict} ${cell.derniere_reparation?.etat}`;
  const [seen, setSeen] = useState(stands);
  useEffect(() => {
    if (seen === stands) return;
    setSeen(stands);
    void client.invalidateQueries({ queryKey: ['rapprochement', 'semaine'] });
    void client.invalidateQueries({ queryKey: ['chronologie'] });
    void renewEnvois(client);
  }, [client, seen, stands]);
}

type RepairProps = {
  cell: CelluleRapprochement;
  link: ErpLink;
  jour: string;
  personne: { id: string; nom: string };
};

export function Repair({ cell, link, jour, personne }: RepairProps): ReactNode {
  const client = useQueryClient();
  const [key, setKey] = useState<string | null>(null);
  const allowed = canDoPaie(useMoi());
  useRenewed(cell);
  const erp = spokenName(link);
  const { reparation, derniere_reparation: last } = cell;
  const totals = totalsOf(cell);
  const question =
    reparation &&
    askOf({ reparation, personne: personne.nom, jour, erp, minutes: totals.ici, minutes_erp: totals.la_bas });
  const repair = async () => {
    if (!reparation || !key) return;
    await askRepair({ link_id: link.id, jour, personne_id: personne.id, reparation }, key);
    await renewRapprochement(client);
  };
  return (
    <>
      <div aria-live="polite">{last && <LastRepair last={last} erp={erp} />}</div>
      {question && allowed && !isRepairing(cell) && (
        <div className="hub-row">
          <Button
            leftSection={<IconTool size={16} aria-hidden />}
            disabled={link.etat !== 'active'}
            onClick={() => setKey(crypto.randomUUID())}
          >
            Réparer
          </Button>
          <span className="hub-dim">{REPAIR_WORDS[reparation!]}</span>
        </div>
      )}
      {question && !allowed && (
        <p className="hub-dim">La gestion de la paie et l’administration peuvent réparer cette journée.</p>
      )}
      {question && <Ask opened={key !== null} {...question} onClose={() => setKey(null)} onConfirm={repair} />}
    </>
  );
}
