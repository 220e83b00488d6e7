// Which week, which view, which people: all of it in the address.

import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconSearch } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import { semaineDe } from '#contract/calendrier.ts';
import { formatWeek } from '#contract/dates.ts';
import { weekAfter } from '../../lib/weeks.ts';
import { Filters, useTypedFilter } from '../../ui/filters.tsx';
import styles from './planning.module.css';

const route = getRouteApi('/app/planning');

type WeekProps = { semaine: string; today: string };

export function WeekNav({ semaine, today }: WeekProps): ReactNode {
  const navigate = useNavigate({ from: '/planning' });
  const go = (next: string) =>
    void navigate({
      search: old => ({ ...old, semaine: next === semaineDe(today) ? undefined : next, jour: undefined }),
    });
  return (
    <div className={styles.weeks}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label="Semaine précédente"
        onClick={() => go(weekAfter(semaine, -1))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label="Semaine suivante" onClick={() => go(weekAfter(semaine, 1))}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      <h2 className={styles.weekName} aria-live="polite">
        {formatWeek(semaine)}
      </h2>
      {semaine !== semaineDe(today) && (
        <Button variant="default" onClick={() => go(semaineDe(today))}>
          Cette semaine
        </Button>
      )}
    </div>
  );
}

type Tab = { vue: 'personnes' | 'chantiers' | 'moi'; name: string };

export function VueTabs({ tabs, current }: { tabs: Tab[]; current: Tab['vue'] }): ReactNode {
  const [first] = tabs;
  return (
    <nav className={styles.tabs} aria-label="Vue du planning">
      {tabs.map(({ vue, name }) => (
        <Link
          key={vue}
          from="/planning"
          to="."
          search={old => ({ ...old, vue: vue === first?.vue ? undefined : vue })}
          activeOptions={{ exact: true, explicitUndefined: true }}
          data-current={vue === current ? '' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Every gesture on the week draws the page again, and none of them moves the filters. */
export const BoardFilters = memo(({ metiers, libres }: { metiers: string[]; libres: number }): ReactNode => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/planning' });
  type Put = Partial<Pick<typeof search, 'q' | 'metier' | 'libres'>>;
  const put = (filter: { [K in keyof Put]: Put[K] | undefined }) =>
    void navigate({ search: old => ({ ...old, ...filter }), replace: true });
  const [typed, setTyped] = useTypedFilter(search.q, q => put({ q }));
  return (
    <Filters>
      <TextInput
        type="search"
        label="Rechercher"
        placeholder="Une personne, un chantier"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maxLength={100}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      {metiers.length > 0 && (
        <NativeSelect
          label="Métier"
          data={[{ value: '', label: 'Tous' }, ...metiers]}
          value={search.metier ?? ''}
          onChange={event => put({ metier: event.currentTarget.value || undefined })}
        />
      )}
      <Checkbox
        label={`Seulement les non planifiés (${libres})`}
        checked={search.libres === 'oui'}
        onChange={event => put({ libres: event.currentTarget.checked ? 'oui' : undefined })}
        style={{ flex: '0 0 auto', paddingBottom: '0.5rem' }}
      />
    </Filters>
  );
});
BoardFilters.displayName = 'BoardFilters';
