import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ajouterJours } from '#contract/calendrier.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { chantiersOuvertsQuery, EQUIPE, equipeQuery } from '../api.ts';
import { useEntrees } from '../attente/outbox.ts';
import { EnAttente } from '../attente/waiting.tsx';
import { ChantierList, type Choisi, ChooseChantier } from '../choose-chantier.tsx';
import day from '../day.module.css';
import { KeptNotice } from '../kept-notice.tsx';
import { capital, today } from '../words.ts';
import styles from './equipe.module.css';
import { EquipeForm } from './equipe-form.tsx';

const route = getRouteApi('/app/heures/equipe');

function DayLinks({ jour }: { jour: string }): ReactNode {
  const arrow = (by: number, label: string, icon: ReactNode) => (
    <Link
      from="/heures/equipe"
      to="."
      search={old => ({ ...old, jour: ajouterJours(jour, by) })}
      className={day.arrow}
      aria-label={label}
    >
      {icon}
    </Link>
  );
  return (
    <nav className={styles.days} aria-label="Jour">
      {arrow(-1, 'Jour précédent', <IconChevronLeft size={22} aria-hidden />)}
      <strong>{capital(formatWholeDay(jour))}</strong>
      {arrow(1, 'Jour suivant', <IconChevronRight size={22} aria-hidden />)}
    </nav>
  );
}

function Equipe({ chantier_id, jour }: { chantier_id: string; jour: string }): ReactNode {
  const { data, error, refetch } = useQuery(equipeQuery({ chantier_id, jour }));
  const [saved, setSaved] = useState(0);
  const waits = useEntrees(useMoi().id).some(
    ({ jour: of, etat, lot }) =>
      of === jour && etat === 'attente' && lot.items.some(item => item.chantier_id === chantier_id),
  );
  if (error && !data) return <Failure error={error} retry={refetch} right="saisir les heures de ce chantier" />;
  if (!data) return <WaitingRows rows={6} tall />;
  if (waits) return <p className="hub-dim">L’équipe de ce jour attend son envoi, plus haut.</p>;
  return (
    <>
      {data.cloturee && (
        <Notice state="gris" title="Période de paie clôturée">
          <p>Seule la paie peut encore changer ces heures.</p>
        </Notice>
      )}
      <EquipeForm key={saved} equipe={data} onDone={() => refetch().finally(() => setSaved(saved + 1))} />
    </>
  );
}

/** The only chantier there is needs no choice. */
function useChosen(): Choisi | undefined {
  const { chantier } = route.useSearch();
  const { data } = useQuery(chantiersOuvertsQuery);
  return data?.find(({ id }) => id === chantier) ?? (data?.length === 1 ? data[0] : undefined);
}

export function EquipePage(): ReactNode {
  const { chantier, jour = today() } = route.useSearch();
  const navigate = useNavigate({ from: '/heures/equipe' });
  const [choosing, setChoosing] = useState(false);
  const chosen = useChosen();
  const id = chosen?.id ?? chantier;
  const there = useQuery({ ...equipeQuery({ chantier_id: id ?? '', jour }), enabled: id !== undefined }).data;
  const nom = chosen?.nom ?? there?.chantier_nom;
  const couleur = chosen?.couleur ?? there?.couleur;
  const choose = (one: Choisi) => void navigate({ search: old => ({ ...old, chantier: one.id }) });
  return (
    <Page title="L’équipe du jour" sentence={nom ?? 'Saisir la journée de toute une équipe'}>
      <div className={styles.page}>
        <KeptNotice of={EQUIPE} />
        <EnAttente />
        {!id && (
          <section className="hub-stack" aria-label="Chantier">
            <h2>Sur quel chantier ?</h2>
            <ChantierList recent={[]} without={[]} onChoose={choose} />
          </section>
        )}
        {id && (
          <>
            <button type="button" className={day.where} onClick={() => setChoosing(true)}>
              {couleur && <span className="hub-swatch" style={{ backgroundColor: couleur }} aria-hidden />}
              <span>{nom ?? 'Chantier'}</span>
              <span className={day.change}>Changer</span>
            </button>
            <DayLinks jour={jour} />
            <Equipe key={`${id}${jour}`} chantier_id={id} jour={jour} />
            <ChooseChantier
              opened={choosing}
              recent={[]}
              without={[id]}
              onClose={() => setChoosing(false)}
              onChoose={choose}
            />
          </>
        )}
      </div>
    </Page>
  );
}
