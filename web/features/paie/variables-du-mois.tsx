// A person's month, day by day: what the rules wrote, what was written by hand, and writing it.
import { Button } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { bornesDe } from '#contract/calendrier.ts';
import { parisDay } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { variablesQuery } from '../../ui/paie/api.ts';
import { AddVariable } from '../../ui/paie/variable-form.tsx';
import { VariableList } from '../../ui/paie/variable-list.tsx';
import { fullName } from '../../ui/paie/words.ts';
import { WaitingRows } from '../../ui/waiting.tsx';
import { moisPdfPath, moisQuery, pretQuery } from './api.ts';

const clamp = (jour: string, { debut, fin }: { debut: string; fin: string }): string =>
  jour < debut ? debut : jour > fin ? fin : jour;

type MonthProps = { personne_id: string; mois: string };

export function VariablesDuMois({ personne_id, mois }: MonthProps): ReactNode {
  const bornes = bornesDe(mois);
  const { data, error, refetch } = useQuery(variablesQuery({ personne_id, du: bornes.debut, au: bornes.fin }));
  const { data: lu } = useQuery(moisQuery(mois));
  const { data: pret } = useQuery(pretQuery(mois));
  const [adding, setAdding] = useState(false);
  const personne = lu?.personnes.find(one => one.personne_id === personne_id) ?? data?.[0];
  const closed = pret?.periode.etat === 'cloturee';
  if (error) return <Failure error={error} retry={refetch} right="lire les variables de paie" />;
  if (!data) return <WaitingRows rows={10} />;
  return (
    <div className="hub-stack">
      {personne && (
        <h3>
          {fullName(personne)}
          {personne.matricule && <span className="hub-dim"> · {personne.matricule}</span>}
        </h3>
      )}
      {closed && <p className="hub-dim">Ce mois est clôturé : ces lignes ne changent plus.</p>}
      <div className="hub-row">
        {!closed && !adding && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            Ajouter une ligne
          </Button>
        )}
        {data.length > 0 && (
          <Button
            component="a"
            href={moisPdfPath(mois, personne_id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Son mois (PDF)
          </Button>
        )}
      </div>
      {adding && (
        <AddVariable
          personne_id={personne_id}
          jour={clamp(parisDay(Date.now()), bornes)}
          onDone={() => setAdding(false)}
        />
      )}
      <VariableList variables={data} editable={!closed} />
    </div>
  );
}
