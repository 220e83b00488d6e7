// Search everywhere: pages, chantiers and personnes, from any page, by Ctrl K.
import { Button, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ROLES } from '#contract/values.ts';
import { chantiersQuery } from '../features/chantiers/api.ts';
import { personnesQuery } from '../features/personnes/api.ts';
import { fold } from '../lib/format.ts';
import { canReadPersonnes, useMoi } from '../lib/session.ts';
import { type Choice, Lookup } from '../ui/lookup.tsx';
import styles from './layout.module.css';
import type { Entry } from './navigation.ts';

const FOUND = 6;
const TYPING_MS = 180;

type Target = Choice & { go: () => void };

export const SearchButton = ({ onClick }: { onClick: () => void }): ReactNode => (
  <Button
    variant="default"
    leftSection={<IconSearch size={16} aria-hidden />}
    className={styles.search}
    onClick={onClick}
    aria-keyshortcuts="Control+K"
  >
    <span className={styles.searchWords}>Rechercher</span>
    <kbd className={styles.searchKey} aria-hidden>
      Ctrl K
    </kbd>
  </Button>
);

function useTargets(text: string, entries: Entry[]): { targets: Target[]; busy: boolean } {
  const navigate = useNavigate();
  const moi = useMoi();
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const asked = typed.length > 0;
  const chantiers = useQuery({ ...chantiersQuery({ q: typed, limit: FOUND }), enabled: asked });
  const personnes = useQuery({
    ...personnesQuery({ q: typed, limit: FOUND }),
    enabled: asked && canReadPersonnes(moi),
  });
  const pages = entries
    .filter(({ name }) => fold(name).includes(fold(text.trim())))
    .map(({ to, name }): Target => ({ key: to, label: name, group: 'Pages', go: () => void navigate({ to }) }));
  const found = (asked && text.trim() ? (chantiers.data?.items ?? []) : []).map(
    ({ id, code, nom, commune }): Target => ({
      key: id,
      label: `${code} · ${nom}`,
      group: 'Chantiers',
      ...(commune ? { hint: commune } : {}),
      go: () => void navigate({ to: '/chantiers/$id', params: { id } }),
    }),
  );
  const people = (asked && text.trim() ? (personnes.data?.items ?? []) : []).map(
    ({ id, prenom, nom, role }): Target => ({
      key: id,
      label: `${prenom} ${nom}`,
      group: 'Personnes',
      hint: ROLES[role],
      go: () => void navigate({ to: '/personnes/$id', params: { id } }),
    }),
  );
  return { targets: [...found, ...people, ...pages], busy: chantiers.isFetching || personnes.isFetching };
}

function SearchBox({ entries, onClose }: { entries: Entry[]; onClose: () => void }): ReactNode {
  const [text, setText] = useState('');
  const { targets, busy } = useTargets(text, entries);
  return (
    <Lookup
      inline
      data-autofocus
      aria-label="Rechercher un chantier, une personne, une page"
      placeholder="Un chantier, une personne, une page"
      leftSection={<IconSearch size={16} aria-hidden />}
      text={text}
      onText={setText}
      choices={targets}
      nothing={busy ? 'Recherche…' : 'Rien de ce nom. Essayez un code, un nom ou une adresse.'}
      onChoose={target => {
        onClose();
        target.go();
      }}
    />
  );
}

type SearchProps = { opened: boolean; entries: Entry[]; onClose: () => void };

export const Search = ({ opened, entries, onClose }: SearchProps): ReactNode => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="Rechercher partout"
    size="36rem"
    yOffset="8vh"
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    transitionProps={{ duration: 80 }}
  >
    <SearchBox entries={entries} onClose={onClose} />
  </Modal>
);
