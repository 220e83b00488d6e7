// What one does to many feuilles at once: submit, validate (its warnings read first), reject with a reason.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ResultatGeste, SemaineHeures } from '#contract/feuille.ts';
import { ALERTES_HEURES } from '#contract/values.ts';
import { formatCount } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { heuresChanged, rejeter, soumettre, valider } from '../api.ts';
import { Say } from '../feuille/signature.tsx';
import { type Fait, Refused } from './refused.tsx';
import styles from './semaine.module.css';
import { alertesOf, ciblesOf, type LigneSemaine, vusOf } from './week-rules.ts';

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

type Asking = { geste: 'valider' | 'rejeter'; read: LigneSemaine[] };
type BulkProps = {
  lignes: LigneSemaine[];
  semaine: SemaineHeures;
  chantier: string | undefined;
  onDone: () => void;
};

/** What one reads when the question is asked is what one answers for, whatever arrives in the page behind it. */
function useGesture({ lignes, chantier, onDone }: BulkProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [fait, setFait] = useState<Fait | null>(null);
  const [error, setError] = useState<unknown>(null);
  const act = async (send: Promise<ResultatGeste>, { read, verb }: Omit<Fait, 'resultat'>) => {
    const resultat = await send;
    setError(null);
    notifications.show({
      message: `${formatCount(resultat.faits, 'pointage', 'pointages')} ${verb}${resultat.faits > 1 ? 's' : ''}.`,
    });
    await heuresChanged(client);
    setFait({ resultat, read, verb });
    if (resultat.refuses.length === 0) onDone();
  };
  const read = asking?.read ?? lignes;
  const cibles = ciblesOf(read, chantier);
  return {
    asking: asking?.geste,
    read,
    fait,
    error,
    ask: (geste: Asking['geste']) => setAsking({ geste, read: lignes }),
    close: () => setAsking(null),
    forget: () => {
      setFait(null);
      onDone();
    },
    submit: () => void act(soumettre(cibles), { read, verb: 'soumis' }).catch(setError),
    validate: () => act(valider({ ...cibles, vus: vusOf(read) }), { read, verb: 'validé' }),
    reject: (motif: string) => act(rejeter({ ...cibles, vus: vusOf(read), motif }), { read, verb: 'rejeté' }),
  };
}

export function Bulk(props: BulkProps): ReactNode {
  const { lignes, semaine } = props;
  const { asking, read, fait, error, ...gesture } = useGesture(props);
  const people = (of: LigneSemaine[]) => formatCount(of.length, 'personne', 'personnes');
  return (
    <>
      {fait && <Refused fait={fait} now={lignes} semaine={semaine.semaine} chantiers={semaine.chantiers} />}
      {error !== null && <Failure error={error} />}
      {lignes.length > 0 && (
        <section className={styles.bulk} aria-label="Sur la sélection">
          <strong>{people(lignes)}</strong>
          <Button variant="default" onClick={gesture.submit}>
            Soumettre
          </Button>
          <Button onClick={() => gesture.ask('valider')}>Valider</Button>
          <Button variant="default" onClick={() => gesture.ask('rejeter')}>
            Rejeter
          </Button>
          <Button variant="subtle" color="gray" onClick={gesture.forget}>
            Ne plus choisir
          </Button>
        </section>
      )}
      <Ask
        opened={asking === 'valider'}
        title={`Valider les heures de ${people(read)} ?`}
        consequence={
          <div className="hub-stack">
            <Alertes lignes={read} />
            <p>
              Seules les heures soumises que vous pouvez valider le seront. Une correction reste possible, avec un
              motif.
            </p>
          </div>
        }
        action="Valider"
        dangerous={false}
        onClose={gesture.close}
        onConfirm={gesture.validate}
      />
      <Say
        opened={asking === 'rejeter'}
        title={`Rejeter les heures de ${people(read)}`}
        label="Motif, que chacun lira"
        action="Rejeter"
        min={3}
        onClose={gesture.close}
        onSay={gesture.reject}
      />
    </>
  );
}
