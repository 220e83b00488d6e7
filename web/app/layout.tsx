// The shell around every page of a signed-in person: rail, top bar, bottom bar on a phone.
import { Button } from '@mantine/core';
import { IconDots, IconUserCircle } from '@tabler/icons-react';
import { Link, lazyRouteComponent, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useMoi } from '../lib/session.ts';
import styles from './layout.module.css';
import { type Entry, entriesFor } from './navigation.ts';
import { Search, SearchButton } from './search.tsx';
import { Shortcuts, useShortcuts } from './shortcuts.tsx';
import { Trouble } from './trouble.tsx';

const RailLink = ({ entry, className }: { entry: Entry; className: string | undefined }): ReactNode => {
  const Icon = entry.icon;
  return (
    <Link
      to={entry.to}
      className={className}
      data-under={entry.under}
      activeOptions={{ exact: entry.to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Icon size={20} stroke={1.75} aria-hidden />
      <span>{entry.name}</span>
    </Link>
  );
};

const Rail = ({ entries }: { entries: Entry[] }): ReactNode => {
  const list = (group: Entry['group']) => (
    <ul className={styles.railList}>
      {entries
        .filter(entry => entry.group === group)
        .map(entry => (
          <li key={entry.to}>
            <RailLink entry={entry} className={styles.railLink} />
          </li>
        ))}
    </ul>
  );
  return (
    <nav className={styles.rail} aria-label="Navigation principale">
      <div className={styles.railInner}>
        <Link to="/" className={styles.brand}>
          Hub Chantier
        </Link>
        {list('travail')}
        <p className={styles.railGroup}>Réglages</p>
        {list('reglages')}
      </div>
    </nav>
  );
};

/** Menus weigh a tenth of a first visit: they come after the page, and what stands for them meanwhile is no button. */
const PersonMenu = lazyRouteComponent(() => import('./menus.tsx'), 'PersonMenu');
const BottomMore = lazyRouteComponent(() => import('./menus.tsx'), 'BottomMore');

const PersonToCome = (): ReactNode => {
  const { prenom, nom } = useMoi();
  return (
    <Button
      component="span"
      variant="subtle"
      color="gray"
      visibleFrom="sm"
      leftSection={<IconUserCircle size={20} />}
      aria-hidden
    >
      {prenom} {nom}
    </Button>
  );
};

const MoreToCome = (): ReactNode => (
  <span className={styles.bottomLink} aria-hidden>
    <IconDots size={20} stroke={1.75} />
    <span>Plus</span>
  </span>
);

/** The first three of these that one may open; the rest stands under « Plus ». */
const BOTTOM = ['/', '/planning', '/heures', '/chantiers', '/integrations', '/personnes'];

const BottomBar = ({ entries }: { entries: Entry[] }): ReactNode => {
  const first = entries.filter(entry => BOTTOM.includes(entry.to)).slice(0, 3);
  return (
    <nav className={styles.bottom} aria-label="Navigation principale">
      {first.map(entry => (
        <RailLink key={entry.to} entry={entry} className={styles.bottomLink} />
      ))}
      <Suspense fallback={<MoreToCome />}>
        <BottomMore entries={entries.filter(entry => !first.includes(entry))} className={styles.bottomLink} />
      </Suspense>
    </nav>
  );
};

/** Hours that could not leave: loaded after the page, on every page. */
const Sender = lazy(() =>
  import('../features/heures/attente/use-sender.ts').then(({ Sender: it }) => ({ default: it })),
);

/** After a change of page, a screen reader starts at its title; the first page of a visit keeps the natural order. */
function useFocusOnNewPage(): void {
  const pathname = useRouterState({ select: state => state.resolvedLocation?.pathname });
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === undefined || last.current === pathname) {
      last.current = pathname;
      return;
    }
    last.current = pathname;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [pathname]);
}

export function Shell(): ReactNode {
  const entries = entriesFor(useMoi());
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  useShortcuts({ entries, search: () => setSearching(true), help: () => setHelping(true) });
  useFocusOnNewPage();
  return (
    <div className={styles.shell}>
      <a href="#contenu" className={styles.skip}>
        Aller au contenu
      </a>
      <Rail entries={entries} />
      <header className={styles.top}>
        <Link to="/" className={styles.topBrand}>
          Hub Chantier
        </Link>
        <Trouble />
        <SearchButton onClick={() => setSearching(true)} />
        <Suspense fallback={<PersonToCome />}>
          <PersonMenu onHelp={() => setHelping(true)} />
        </Suspense>
      </header>
      <main className={styles.main} id="contenu" tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar entries={entries} />
      <Suspense>
        <Sender />
      </Suspense>
      <Search opened={searching} entries={entries} onClose={() => setSearching(false)} />
      <Shortcuts opened={helping} entries={entries} onClose={() => setHelping(false)} />
    </div>
  );
}
