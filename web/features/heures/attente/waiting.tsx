// What this phone holds that the hub does not: entries on their way, and those the hub would not take, with both versions.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Pointage } from '#contract/pointage.ts';
import { STATUTS_POINTAGE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { useMoi } from '../../../lib/session.ts';
import { inTurn } from '../../../lib/turns.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Since } from '../../../ui/time.tsx';
import { type DeuxVersions, Versions } from '../../../ui/versions/versions.tsx';
import { heuresChanged } from '../api.ts';
import { longDay } from '../words.ts';
import { dropEntree, useEntrees } from './outbox.ts';
import { againOver, type Differend, type Entree, type ItemLot, placeOf } from './rules.ts';
import { saveEntree } from './send.ts';
import styles from './waiting.module.css';

const panierWords = (panier: boolean | null | undefined): string =>
  panier == null ? '' : panier ? ', avec panier' : ', sans panier';

const mineWords = (item: ItemLot): string =>
  item.supprimer ? 'À supprimer' : `${formatMinutes(item.minutes ?? 0)}${panierWords(item.panier)}`;

const theirWords = (theirs: Pointage | null): string =>
  theirs
    ? `${formatMinutes(theirs.minutes)}${panierWords(theirs.panier)} · ${STATUTS_POINTAGE[theirs.statut].toLowerCase()}`
    : 'Rien';

const rowsOf = (entree: Entree): DeuxVersions[] =>
  entree.differends.map(({ item, theirs }) => ({
    key: placeOf(item),
    where: (
      <>
        {item.jour !== entree.jour && <span>{longDay(item.jour)}</span>}
        {item.personne_id !== entree.personne_id && <span>{entree.noms[item.personne_id]}</span>}
        <span>{entree.noms[item.chantier_id]}</span>
      </>
    ),
    here: mineWords(item),
    there: theirWords(theirs),
  }));

function Conflict({ entree }: { entree: Entree }): ReactNode {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [first] = entree.differends as [Differend, ...Differend[]];
  const both = entree.differends.every(({ conflit }) => conflit);
  const drop = () => inTurn(() => dropEntree(entree.id)).then(() => heuresChanged(client));
  const keep = async () => {
    setBusy(true);
    const lot = { ...entree.lot, items: entree.differends.map(againOver) };
    await saveEntree({ ...entree, id: crypto.randomUUID(), lot, etat: 'attente', differends: [], essais: 0 });
    await inTurn(() => dropEntree(entree.id));
    await heuresChanged(client);
    setBusy(false);
  };
  return (
    <Notice state={both ? 'ambre' : 'rouge'} title={`${first.title} : ${longDay(entree.jour)}`} alert>
      <p>{first.detail}</p>
      <Versions
        caption="Votre saisie et ce qui est enregistré"
        here="Votre saisie"
        there="Enregistré"
        rows={rowsOf(entree)}
      />
      <div className="hub-row">
        <Button variant="default" loading={busy} onClick={() => void keep()}>
          {both ? 'Enregistrer ma saisie' : 'Réessayer'}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => void drop()}>
          {both ? 'Garder ce qui est enregistré' : 'Retirer ma saisie'}
        </Button>
      </div>
    </Notice>
  );
}

const summary = ({ lot }: Entree): string => {
  const minutes = lot.items.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
  const people = new Set([...lot.items, ...lot.absences].map(({ personne_id }) => personne_id)).size;
  return people > 1 ? `${people} personnes, ${formatMinutes(minutes)}` : formatMinutes(minutes);
};

function OnItsWay({ entree }: { entree: Entree }): ReactNode {
  const client = useQueryClient();
  const drop = () => inTurn(() => dropEntree(entree.id)).then(() => heuresChanged(client));
  return (
    <li className={styles.waiting}>
      <span>
        {longDay(entree.jour)} : {summary(entree)}{' '}
        <span className="hub-dim">
          (saisi <Since at={entree.cree_at} spoken />)
        </span>
      </span>
      <Button variant="subtle" size="xs" onClick={() => void drop()} aria-label={`Retirer : ${longDay(entree.jour)}`}>
        Retirer
      </Button>
    </li>
  );
}

export function EnAttente(): ReactNode {
  const entrees = useEntrees(useMoi().id);
  const waiting = entrees.filter(({ etat }) => etat === 'attente');
  const conflicts = entrees.filter(({ etat }) => etat === 'conflit');
  return (
    <div role="status" className={styles.all}>
      {waiting.length > 0 && (
        <Notice state="ambre" title="En attente d’envoi">
          <p>Gardé sur cet appareil ; part tout seul dès que le réseau revient.</p>
          <ul className={styles.list}>
            {waiting.map(entree => (
              <OnItsWay key={entree.id} entree={entree} />
            ))}
          </ul>
        </Notice>
      )}
      {conflicts.map(entree => (
        <Conflict key={entree.id} entree={entree} />
      ))}
    </div>
  );
}
