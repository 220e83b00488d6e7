// What one does to many feuilles at once: submit, validate (its warnings read first), reject with a reason.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ResultatGeste } from '#contract/heures.ts';
import { ALERTES_HEURES } from '#contract/values.ts';
import { formatCount } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { heuresChanged, rejeter, soumettre, valider } from '../api.ts';
import { Say } from '../feuille/signature.tsx';
import { refusWords } from './refus.ts';
import styles from './semaine.module.css';
import { alertesOf, ciblesOf, type LigneSemaine } from './week-rules.ts';

const NAMES_SHOWN = 6;

const Alertes = ({ lignes }: { lignes: LigneSemaine[] }): ReactNode => {
  const alertes = alertesOf(lignes);
  if (alertes.length === 0) return null;
  return (
    <Notice state="ambre" title="À savoir avant de valider">
      <ul className="hub-plain">
        {alertes.map(([code, people]) => (
          <li key={code}>
            <strong>{ALERTES_HEURES[code]}</strong> :{' '}
            {people
              .slice(0, NAMES_SHOWN)
              .map(({ nom, prenom }) => `${prenom} ${nom}`)
              .join(', ')}
            {people.length > NAMES_SHOWN && ` et ${people.length - NAMES_SHOWN} autres`}
          </li>
        ))}
      </ul>
    </Notice>
  );
};

/** Each reason once, with how many it kept back. */
function Refused({ resultat }: { resultat: ResultatGeste }): ReactNode {
  const byCode = Object.entries(Object.groupBy(resultat.refuses, ({ code }) => code));
  if (byCode.length === 0) return null;
  return (
    <Notice state="ambre" title="Tout n’a pas été pris" alert>
      <ul className="hub-plain">
        {byCode.map(([code, lines]) => (
          <li key={code}>
            {formatCount(lines?.length ?? 0, 'pointage', 'pointages')} : {refusWords(code)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

type BulkProps = { lignes: LigneSemaine[]; chantier: string | undefined; onDone: () => void };

export function Bulk({ lignes, chantier, onDone }: BulkProps): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'valider' | 'rejeter' | null>(null);
  const [resultat, setResultat] = useState<ResultatGeste | null>(null);
  const [error, setError] = useState<unknown>(null);
  const cibles = ciblesOf(lignes, chantier);
  const act = async (geste: Promise<ResultatGeste>, verb: string) => {
    const done = await geste;
    setResultat(done);
    setError(null);
    notifications.show({
      message: `${formatCount(done.faits, 'pointage', 'pointages')} ${verb}${done.faits > 1 ? 's' : ''}.`,
    });
    await heuresChanged(client);
    if (done.refuses.length === 0) onDone();
  };
  const close = () => setAsking(null);
  const people = formatCount(lignes.length, 'personne', 'personnes');
  return (
    <>
      {resultat && <Refused resultat={resultat} />}
      {error !== null && <Failure error={error} />}
      {lignes.length > 0 && (
        <section className={styles.bulk} aria-label="Sur la sélection">
          <strong>{people}</strong>
          <Button variant="default" onClick={() => void act(soumettre(cibles), 'soumis').catch(setError)}>
            Soumettre
          </Button>
          <Button onClick={() => setAsking('valider')}>Valider</Button>
          <Button variant="default" onClick={() => setAsking('rejeter')}>
            Rejeter
          </Button>
          <Button variant="subtle" color="gray" onClick={onDone}>
            Ne plus choisir
          </Button>
        </section>
      )}
      <Ask
        opened={asking === 'valider'}
        title={`Valider les heures de ${people} ?`}
        consequence={
          <div className="hub-stack">
            <Alertes lignes={lignes} />
            <p>
              Seules les heures soumises que vous pouvez valider le seront. Une correction reste possible, avec un
              motif.
            </p>
          </div>
        }
        action="Valider"
        dangerous={false}
        onClose={close}
        onConfirm={() => act(valider(cibles), 'validé')}
      />
      <Say
        opened={asking === 'rejeter'}
        title={`Rejeter les heures de ${people}`}
        label="Motif, que chacun lira"
        action="Rejeter"
        min={3}
        onClose={close}
        onSay={motif => act(rejeter({ ...cibles, motif }), 'rejeté')}
      />
    </>
  );
}
