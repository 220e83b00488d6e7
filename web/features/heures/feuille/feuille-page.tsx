import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { ajouterJours, lundiDe, semaineDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { feuilleQuery } from '../api.ts';
import { EnAttente } from '../attente/waiting.tsx';
import { StatutHeures } from '../statut-mark.tsx';
import { capital, fullName, weekWords } from '../words.ts';
import { ContestationPart } from './contestation.tsx';
import { AlertesFeuille, History, PdfLink } from './feuille-glance.tsx';
import { SignaturePart } from './signature.tsx';
import { WeekDays } from './week-days.tsx';
import { WeekEditor } from './week-editor.tsx';

/** At the foot of the sheet, and with the forms of pay: after it. */
const VariablesDeLaSemaine = lazy(() =>
  import('../../../ui/paie/variables-de-la-semaine.tsx').then(it => ({ default: it.VariablesDeLaSemaine })),
);

const route = getRouteApi('/app/heures/$personne/$semaine');

const Sentence = ({ feuille }: { feuille: FeuilleHeures }): ReactNode => (
  <span className="hub-row">
    <span>{capital(weekWords(feuille.semaine))}</span>
    <strong>{formatMinutes(feuille.minutes)}</strong>
    <StatutHeures statut={feuille.statut} />
  </span>
);

function Weeks({ personne, semaine }: { personne: string; semaine: string }): ReactNode {
  const to = (by: number) => ({ personne, semaine: semaineDe(ajouterJours(lundiDe(semaine), by)) });
  return (
    <nav className="hub-row" aria-label="Semaine">
      <Link to="/heures" search={{ semaine }} className="hub-link">
        Toutes les personnes
      </Link>
      <Link to="/heures/$personne/$semaine" params={to(-7)} className="hub-link">
        <IconChevronLeft size={16} aria-hidden /> Semaine précédente
      </Link>
      <Link to="/heures/$personne/$semaine" params={to(7)} className="hub-link">
        Semaine suivante <IconChevronRight size={16} aria-hidden />
      </Link>
    </nav>
  );
}

export function FeuillePage(): ReactNode {
  const { personne, semaine } = route.useParams();
  const { data, error, refetch } = useQuery(feuilleQuery(personne, semaine));
  return (
    <Page
      title={data ? fullName(data) : 'Feuille d’heures'}
      before={<Weeks personne={personne} semaine={semaine} />}
      sentence={data && <Sentence feuille={data} />}
      action={data?.id && <PdfLink feuille={data} />}
    >
      <EnAttente />
      {error && !data && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={4} tall />}
      {data && (
        <>
          {data.cloturee && (
            <Notice state="gris" title="Période de paie clôturée">
              <p>Ce qui change ici part en régularisation sur la prochaine période.</p>
            </Notice>
          )}
          <AlertesFeuille feuille={data} />
          <ContestationPart feuille={data} />
          <WeekEditor key={`${personne}${semaine}`} feuille={data} />
          {data.pointages.length > 0 && (
            <Section title="Jour par jour">
              <WeekDays feuille={data} />
            </Section>
          )}
          <Suspense>
            <VariablesDeLaSemaine personne_id={personne} semaine={semaine} cloturee={data.cloturee} />
          </Suspense>
          {data.minutes > 0 && (
            <Section title="Signature">
              <SignaturePart feuille={data} />
            </Section>
          )}
          <Section title="Historique">
            <History feuille={data} />
          </Section>
        </>
      )}
    </Page>
  );
}
