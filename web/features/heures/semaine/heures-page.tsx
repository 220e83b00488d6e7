import { NativeSelect, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { ajouterJours, lundiDe, semaineDe } from '#contract/calendrier.ts';
import type { SemaineHeures } from '#contract/feuille.ts';
import { STATUTS_POINTAGE, StatutPointage } from '#contract/values.ts';
import { fold, formatCount } from '../../../lib/format.ts';
import { useMoi } from '../../../lib/session.ts';
import { Side } from '../../../ui/dialogs.tsx';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../../ui/filters.tsx';
import { Page } from '../../../ui/page.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { semaineQuery } from '../api.ts';
import { EnAttente } from '../attente/waiting.tsx';
import { FeuilleGlance } from '../feuille/feuille-glance.tsx';
import { capital, thisWeek, weekWords } from '../words.ts';
import { Bulk } from './bulk.tsx';
import { Partis } from './partis.tsx';
import styles from './semaine.module.css';
import { WeekGrid } from './week-grid.tsx';
import { compteOf, type LigneSemaine } from './week-rules.ts';

const route = getRouteApi('/app/heures');

const STATUTS = [
  { value: '', label: 'Tous' },
  ...Object.entries(STATUTS_POINTAGE).map(([value, label]) => ({ value, label })),
];

function WeekLinks({ semaine }: { semaine: string }): ReactNode {
  const arrow = (by: number, label: string, icon: ReactNode) => (
    <Link
      from="/heures"
      to="."
      search={old => ({ ...old, semaine: semaineDe(ajouterJours(lundiDe(semaine), by)), feuille: undefined })}
      className={styles.arrow}
      aria-label={label}
    >
      {icon}
    </Link>
  );
  return (
    <nav className={styles.week} aria-label="Semaine">
      {arrow(-7, 'Semaine précédente', <IconChevronLeft size={20} aria-hidden />)}
      <strong>{capital(weekWords(semaine))}</strong>
      {arrow(7, 'Semaine suivante', <IconChevronRight size={20} aria-hidden />)}
    </nav>
  );
}

function WeekFilters({ chantiers }: { chantiers: SemaineHeures['chantiers'] }): ReactNode {
  const { chantier, statut, metier } = route.useSearch();
  const navigate = useNavigate({ from: '/heures' });
  const put = (filter: {
    chantier?: string | undefined;
    statut?: StatutPointage | undefined;
    metier?: string | undefined;
  }) => void navigate({ search: old => ({ ...old, ...filter }), replace: true });
  const [typed, setTyped] = useTypedFilter(metier, text => put({ metier: text }));
  return (
    <Filters>
      <NativeSelect
        label="Chantier"
        data={[
          { value: '', label: 'Tous' },
          ...chantiers.map(({ id, code, nom }) => ({ value: id, label: `${code} ${nom}` })),
        ]}
        value={chantier ?? ''}
        onChange={event => put({ chantier: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label="Statut"
        data={STATUTS}
        value={statut ?? ''}
        onChange={event => put({ statut: StatutPointage.safeParse(event.currentTarget.value).data })}
      />
      <TextInput
        label="Métier"
        placeholder="Maçon"
        value={typed}
        maxLength={60}
        onChange={event => setTyped(event.currentTarget.value)}
      />
    </Filters>
  );
}

/** Accents and case aside: « macon » finds « Maçon ». */
function useShown(data: SemaineHeures | undefined): LigneSemaine[] {
  const { metier } = route.useSearch();
  return useMemo(() => {
    const personnes = data?.personnes ?? [];
    if (metier === undefined) return personnes;
    const wanted = fold(metier);
    return personnes.filter(({ metiers }) => metiers.some(one => fold(one).includes(wanted)));
  }, [data, metier]);
}

/** The chosen rows; with Shift, all between the last one and this one. */
function useSelection(lignes: LigneSemaine[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const order = useRef<string[]>([]);
  order.current = lignes.filter(({ feuille_id }) => feuille_id !== null).map(({ personne_id }) => personne_id);
  const select = useCallback((personne_id: string, range: boolean) => {
    const [from, to] = [order.current.indexOf(last.current ?? ''), order.current.indexOf(personne_id)];
    const between =
      range && from >= 0 ? order.current.slice(Math.min(from, to), Math.max(from, to) + 1) : [personne_id];
    setSelected(old => {
      const next = new Set(old);
      const on = !old.has(personne_id);
      for (const one of between) on ? next.add(one) : next.delete(one);
      return next;
    });
    last.current = personne_id;
  }, []);
  const all = useCallback((on: boolean) => setSelected(new Set(on ? order.current : [])), []);
  const chosen = lignes.filter(({ personne_id }) => selected.has(personne_id));
  return { selected, select, all, chosen };
}

const sentenceOf = (lignes: LigneSemaine[]): string => {
  const { soumis, brouillon, rejete, valide } = compteOf(lignes);
  const parts = [
    soumis > 0 ? `${soumis} à valider` : '',
    rejete > 0 ? formatCount(rejete, 'rejetée', 'rejetées') : '',
    brouillon > 0 ? formatCount(brouillon, 'brouillon', 'brouillons') : '',
    valide > 0 ? formatCount(valide, 'validée', 'validées') : '',
  ].filter(Boolean);
  return parts.length > 0 ? `Semaines : ${parts.join(' · ')}` : 'Rien n’est encore saisi cette semaine';
};

const Actions = (): ReactNode => {
  const { role } = useMoi();
  return (
    <>
      <Link to="/heures/jour" className="hub-link">
        Mes heures
      </Link>
      {role !== 'compagnon' && (
        <Link to="/heures/equipe" className="hub-link">
          L’équipe du jour
        </Link>
      )}
    </>
  );
};

export function HeuresPage(): ReactNode {
  const { semaine = thisWeek(), chantier, statut, feuille: opened } = route.useSearch();
  const navigate = useNavigate({ from: '/heures' });
  const { data, error, refetch } = useQuery(
    semaineQuery({ semaine, ...(chantier ? { chantier_id: chantier } : {}), ...(statut ? { statut } : {}) }),
  );
  const lignes = useShown(data);
  const { selected, select, all, chosen } = useSelection(lignes);
  return (
    <Page title="Heures" sentence={data && sentenceOf(lignes)} action={<Actions />}>
      <EnAttente />
      <div className={styles.tools}>
        <WeekLinks semaine={semaine} />
        <WeekFilters chantiers={data?.chantiers ?? []} />
      </div>
      <Partis semaine={semaine} />
      {error && <Failure error={error} retry={refetch} right="lire les heures" />}
      {!data && !error && <WaitingRows rows={12} />}
      {data && lignes.length === 0 && (
        <Empty title="Personne à montrer">
          Aucune personne ne répond à ces filtres cette semaine. Essayez une autre semaine ou un autre chantier.
        </Empty>
      )}
      {data && lignes.length > 0 && (
        <>
          <Bulk
            key={`${semaine} ${chantier}`}
            lignes={chosen}
            semaine={data}
            chantier={chantier}
            onDone={() => all(false)}
          />
          <WeekGrid semaine={data} lignes={lignes} selected={selected} current={opened} onSelect={select} onAll={all} />
        </>
      )}
      <Side
        opened={opened !== undefined}
        title="Semaine d’une personne"
        onClose={() => void navigate({ search: old => ({ ...old, feuille: undefined }) })}
      >
        {opened && <FeuilleGlance personne_id={opened} semaine={semaine} />}
      </Side>
    </Page>
  );
}
