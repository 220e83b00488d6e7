// The drawer of the week: one person's hours, warnings, signature, contestation, history.

import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatWholeDay, sayWeek } from '#contract/dates.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { ALERTES_HEURES } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { feuilleQuery, historiqueQuery, pdfOf } from '../api.ts';
import { StatutHeures } from '../statut-mark.tsx';
import { capital, fullName } from '../words.ts';
import { Changes } from './changes.tsx';
import { ContestationPart } from './contestation.tsx';
import { SignatureState } from './signature.tsx';
import { Signatures } from './signatures.tsx';
import { WeekDays } from './week-days.tsx';

export const AlertesFeuille = ({ feuille }: { feuille: FeuilleHeures }): ReactNode =>
  feuille.alertes.length > 0 ? (
    <Notice state="ambre" title="À savoir">
      <ul className="hub-plain">
        {feuille.alertes.map(({ code, jour, minutes, plafond }) => (
          <li key={`${code}${jour}`}>
            {jour && `${capital(formatWholeDay(jour))} : `}
            {ALERTES_HEURES[code]}
            {minutes !== null && plafond !== null && ` (${formatMinutes(minutes)} pour ${formatMinutes(plafond)})`}
          </li>
        ))}
      </ul>
    </Notice>
  ) : null;

export function History({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const { data, error, refetch } = useQuery({
    ...historiqueQuery(feuille.personne_id, feuille.semaine),
    enabled: feuille.id !== null,
  });
  if (feuille.id === null) return <p className="hub-dim">Rien n’est encore arrivé à cette semaine.</p>;
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingFacts facts={2} />;
  return (
    <>
      <Changes changes={data.items} />
      <Signatures signatures={data.signatures} empreinte={feuille.empreinte} />
    </>
  );
}

export const PdfLink = ({ feuille }: { feuille: FeuilleHeures }): ReactNode => (
  <Button
    component="a"
    href={pdfOf(feuille)}
    variant="default"
    download={`heures-${feuille.nom}-${feuille.semaine}.pdf`}
    leftSection={<IconFileTypePdf size={16} aria-hidden />}
  >
    PDF
  </Button>
);

export function FeuilleGlance({ personne_id, semaine }: { personne_id: string; semaine: string }): ReactNode {
  const { data, error, refetch } = useQuery(feuilleQuery(personne_id, semaine));
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingFacts facts={6} />;
  return (
    <div className="hub-stack">
      <div>
        <h2>{fullName(data)}</h2>
        <p className="hub-dim">{capital(sayWeek(semaine))}</p>
      </div>
      <p className="hub-row">
        <strong>{formatMinutes(data.minutes)}</strong>
        <StatutHeures statut={data.statut} />
        {data.autres_minutes > 0 && (
          <span className="hub-dim">
            et {formatMinutes(data.autres_minutes)} sur des chantiers que vous ne voyez pas
          </span>
        )}
      </p>
      <div className="hub-row">
        <Link to="/heures/$personne/$semaine" params={{ personne: personne_id, semaine }} className="hub-link">
          Ouvrir la feuille
        </Link>
        {data.id && <PdfLink feuille={data} />}
      </div>
      <AlertesFeuille feuille={data} />
      <ContestationPart feuille={data} />
      {data.minutes > 0 ? <WeekDays feuille={data} /> : <p className="hub-dim">Rien n’est saisi cette semaine.</p>}
      {data.minutes > 0 && <SignatureState feuille={data} />}
      <details>
        <summary>Historique</summary>
        <History feuille={data} />
      </details>
    </div>
  );
}
