// The month, in its order: what it lacks, what it says to pay, the files, and closing it.

import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatMonth, formatOfMonth } from '#contract/dates.ts';
import type { PeriodePaie, PretPourLaPaie } from '#contract/paie.ts';
import { formatCount, formatInstant, parisDay } from '../../lib/format.ts';
import { canDoPaie, useMoi } from '../../lib/session.ts';
import { Side } from '../../ui/dialogs.tsx';
import { Empty, Failure } from '../../ui/failure.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { capital, moisPlus, thisMonth } from '../../ui/paie/words.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { moisQuery, pretQuery } from './api.ts';
import { CloseMonth } from './mois/close-month.tsx';
import { CsvLink, Releves } from './mois/files.tsx';
import { HoursInErp } from './mois/hours-in-erp.tsx';
import styles from './mois/mois.module.css';
import { MonthTable } from './mois/month-table.tsx';
import { Points } from './mois/points.tsx';
import { Regularisations } from './mois/regularisations.tsx';
import { ReopenMonth } from './mois/reopen-month.tsx';
import { Refused } from './refused.tsx';
import { VariablesDuMois } from './variables-du-mois.tsx';

const route = getRouteApi('/app/paie');

const notBegun = ({ debut }: PeriodePaie): boolean => debut > parisDay(Date.now());

function Sentence({ pret }: { pret: PretPourLaPaie }): ReactNode {
  const { periode, points, personnes } = pret;
  const who = formatCount(personnes, 'compagnon en paie', 'compagnons en paie');
  if (periode.etat === 'cloturee')
    return (
      <>
        <StateMark state="vert">Clôturé</StateMark> le {formatInstant(periode.cloturee_at ?? '')}
        {periode.cloturee_par && ` par ${periode.cloturee_par}`} · {who}
      </>
    );
  if (notBegun(periode)) return <StateMark state="gris">Ce mois n’a pas commencé</StateMark>;
  const blocking = points.filter(({ bloquant, n }) => bloquant && n > 0).length;
  if (blocking > 0)
    return (
      <>
        <StateMark state="rouge">Pas encore prêt</StateMark> :{' '}
        {formatCount(blocking, 'point bloquant', 'points bloquants')} · {who}
      </>
    );
  const running = periode.fin >= parisDay(Date.now());
  return (
    <>
      <StateMark state="vert">Prêt</StateMark> : rien ne manque{running && ' jusqu’à hier'} · {who}
    </>
  );
}

const MonthNav = ({ mois }: { mois: string }): ReactNode => (
  <nav className={styles.nav} aria-label="Mois de paie">
    <Link from="/paie" to="." search={{ mois: moisPlus(mois, -1) }} className="hub-link">
      <IconChevronLeft size={16} aria-hidden />
      <span className={styles.word}>{capital(formatMonth(moisPlus(mois, -1)))}</span>
    </Link>
    <strong>{capital(formatMonth(mois))}</strong>
    <Link from="/paie" to="." search={{ mois: moisPlus(mois, 1) }} className="hub-link">
      <span className={styles.word}>{capital(formatMonth(moisPlus(mois, 1)))}</span>
      <IconChevronRight size={16} aria-hidden />
    </Link>
  </nav>
);

const Reouvertures = ({ periode }: { periode: PeriodePaie }): ReactNode => (
  <Section title="Réouvertures">
    <ul className={styles.history}>
      {periode.reouvertures.map(({ at, par, motif }) => (
        <li key={at}>
          Rouvert le {formatInstant(at)} par {par ?? 'le hub'} : « {motif} »
        </li>
      ))}
    </ul>
  </Section>
);

function Mois({ mois }: { mois: string }): ReactNode {
  const { personne } = route.useSearch();
  const { data, error, refetch } = useQuery(moisQuery(mois));
  if (error) return <Failure error={error} retry={refetch} right="lire la paie" />;
  if (!data) return <WaitingRows rows={8} />;
  if (data.personnes.length === 0)
    return (
      <Empty title="Rien en paie ce mois-ci">
        Les heures et les absences des employés apparaîtront ici dès leur saisie, avec ce qu’elles donnent en paie.
      </Empty>
    );
  return <MonthTable mois={data} current={personne} />;
}

function Drawer({ mois }: { mois: string }): ReactNode {
  const { personne } = route.useSearch();
  const navigate = useNavigate({ from: '/paie' });
  const close = () => void navigate({ search: old => ({ ...old, personne: undefined }), resetScroll: false });
  return (
    <Side opened={personne !== undefined} title={`Variables ${formatOfMonth(mois)}`} onClose={close}>
      {personne && <VariablesDuMois key={personne} personne_id={personne} mois={mois} />}
    </Side>
  );
}

const Body = ({ mois, pret }: { mois: string; pret: PretPourLaPaie }): ReactNode => (
  <>
    <Section title="Ce qui manque">
      <Points pret={pret} />
      <HoursInErp debut={pret.periode.debut} fin={pret.periode.fin} />
    </Section>
    <Section title="Le mois en paie" action={<CsvLink mois={mois} />}>
      <Mois mois={mois} />
    </Section>
    <Section title="Régularisations">
      <Regularisations mois={mois} />
    </Section>
    <Section title="Relevés d’intérim">
      <Releves mois={mois} />
    </Section>
    {pret.periode.reouvertures.length > 0 && <Reouvertures periode={pret.periode} />}
  </>
);

const Action = ({ pret }: { pret: PretPourLaPaie | undefined }): ReactNode => (
  <>
    <Button component={Link} to="/paie/reglages" variant="default" leftSection={<IconSettings size={16} aria-hidden />}>
      Réglages
    </Button>
    {pret?.periode.etat === 'cloturee' && <ReopenMonth periode={pret.periode} />}
    {pret?.periode.etat === 'ouverte' && !notBegun(pret.periode) && <CloseMonth pret={pret} />}
  </>
);

function ThisMonth(): ReactNode {
  const mois = route.useSearch().mois ?? thisMonth();
  const { data, error, refetch } = useQuery(pretQuery(mois));
  return (
    <Page title="Prêt pour la paie ?" sentence={data && <Sentence pret={data} />} action={<Action pret={data} />}>
      <MonthNav mois={mois} />
      {error && <Failure error={error} retry={refetch} right="lire la paie" />}
      {!data && !error && <WaitingRows rows={6} />}
      {data && <Body mois={mois} pret={data} />}
      <Drawer mois={mois} />
    </Page>
  );
}

export const PaiePage = (): ReactNode =>
  canDoPaie(useMoi()) ? <ThisMonth /> : <Refused title="Prêt pour la paie ?" />;
