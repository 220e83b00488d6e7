// Who somebody of the ERP is here: a proposition taken in one press, anybody else searched, or nobody at all.
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconLinkOff, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PersonneErp, SetPersonneErp } from '#contract/personne-erp.ts';
import { ROLES } from '#contract/values.ts';
import { isProblem } from '../../../lib/api.ts';
import { Failure } from '../../../ui/failure.tsx';
import { type Choice, Lookup } from '../../../ui/lookup.tsx';
import { candidatesQuery, renewPersonnes, setPersonneErp } from './api.ts';
import styles from './personnes.module.css';
import { FOUND, isToLink, nameOf, SAME } from './words.ts';

const TYPING_MS = 180;

type Step = { body: SetPersonneErp; said: string };
type WhoProps = { personne: PersonneErp; onMoved: () => void };

function useDecision({ personne, onMoved }: WhoProps) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body }: Step) => setPersonneErp(personne, body),
    onSuccess: async (_, { said }) => {
      notifications.show({ message: said });
      // Before the list is read again: where the row was is where one goes on.
      onMoved();
      await renewPersonnes(client);
    },
    onError: error => {
      if (isProblem(error, 'precondition.failed')) void renewPersonnes(client);
    },
  });
}

type SearchProps = { name: string; onChoose: (personne_id: string, name: string) => void; onClose: () => void };

function SearchHere({ name, onChoose, onClose }: SearchProps): ReactNode {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const asked = typed.length > 0 && text.trim().length > 0;
  const { data, isFetching, error } = useQuery({ ...candidatesQuery(typed), enabled: asked });
  const choices = (asked ? (data?.items ?? []) : []).map(
    (found): Choice => ({
      key: found.id,
      label: `${found.prenom} ${found.nom}`,
      hint: [found.matricule, ROLES[found.role]].filter(Boolean).join(' · '),
    }),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the search, as its button does.
    <div className={styles.search} onKeyDown={event => event.key === 'Escape' && onClose()}>
      <Lookup
        aria-label={`Qui est ${name} ici ?`}
        placeholder="Nom, prénom ou matricule"
        autoFocus
        text={text}
        onText={setText}
        choices={choices}
        nothing={!asked ? '' : isFetching ? 'Recherche…' : 'Personne d’actif de ce nom ici.'}
        onChoose={({ key, label }) => onChoose(key, label)}
      />
      <Button variant="default" onClick={onClose}>
        Annuler
      </Button>
      {error && <Failure error={error} right="lire les personnes" />}
    </div>
  );
}

function ToLink({ personne, onMoved }: WhoProps): ReactNode {
  const [searching, setSearching] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const closed = useRef(false);
  // Who gives the search up is where he began it.
  useEffect(() => {
    if (!searching && closed.current) opener.current?.focus();
    closed.current = searching;
  }, [searching]);
  const { mutate, isPending, error } = useDecision({ personne, onMoved });
  const name = nameOf(personne);
  const { propositions } = personne;
  const relate = (personne_id: string, who: string) =>
    mutate({ body: { personne_id }, said: `${name} est relié à ${who}.` });
  return (
    <div className={styles.who}>
      {propositions.length > 1 && (
        <p className={styles.note}>Plusieurs personnes lui ressemblent : choisissez laquelle.</p>
      )}
      {propositions.map(({ personne_id, personne: who, par }) => (
        <Button
          key={personne_id}
          variant={propositions.length === 1 ? 'filled' : 'default'}
          loading={isPending}
          onClick={() => relate(personne_id, who)}
        >
          Relier à {who}
          <span className={styles.why}>{SAME[par]}</span>
          <span className="hub-hidden"> ({name} dans l’ERP)</span>
        </Button>
      ))}
      {searching ? (
        <SearchHere name={name} onChoose={relate} onClose={() => setSearching(false)} />
      ) : (
        <Button
          ref={opener}
          variant="default"
          leftSection={<IconSearch size={16} aria-hidden />}
          aria-label={`Chercher qui est ${name} ici`}
          onClick={() => setSearching(true)}
        >
          Chercher
        </Button>
      )}
      {!searching && (
        <Button
          variant="subtle"
          color="gray"
          loading={isPending}
          aria-label={`Ignorer ${name}`}
          onClick={() => mutate({ body: { personne_id: null, ignoree: true }, said: `${name} est ignoré.` })}
        >
          Ignorer
        </Button>
      )}
      <Refusal error={error} />
    </div>
  );
}

const Refusal = ({ error }: { error: unknown }): ReactNode => {
  if (!error) return null;
  if (isProblem(error, 'precondition.failed'))
    return (
      <p className={styles.note} role="alert">
        Quelqu’un l’a changé entre-temps : voici ce qui est enregistré.
      </p>
    );
  return <Failure error={error} />;
};

function Linked({ personne, onMoved }: WhoProps): ReactNode {
  const { mutate, isPending, error } = useDecision({ personne, onMoved });
  const name = nameOf(personne);
  return (
    <div className={styles.who}>
      <span>
        <Link to="/personnes/$id" params={{ id: personne.personne_id } as never}>
          {personne.personne}
        </Link>{' '}
        {personne.trouve_par && <span className="hub-dim hub-small">{FOUND[personne.trouve_par]}</span>}
      </span>
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        loading={isPending}
        leftSection={<IconLinkOff size={16} aria-hidden />}
        aria-label={`Délier ${name}`}
        onClick={() => mutate({ body: { personne_id: null }, said: `${name} n’est plus relié.` })}
      >
        Délier
      </Button>
      <Refusal error={error} />
    </div>
  );
}

function Ignored({ personne, onMoved }: WhoProps): ReactNode {
  const { mutate, isPending, error } = useDecision({ personne, onMoved });
  const name = nameOf(personne);
  return (
    <div className={styles.who}>
      {personne.note && <span className="hub-small">{personne.note}</span>}
      <Button
        variant="default"
        size="xs"
        loading={isPending}
        aria-label={`Ne plus ignorer ${name}`}
        onClick={() => mutate({ body: { personne_id: null, ignoree: false }, said: `${name} est à relier.` })}
      >
        Ne plus ignorer
      </Button>
      <Refusal error={error} />
    </div>
  );
}

export function WhoHere(props: WhoProps): ReactNode {
  const { personne } = props;
  if (personne.personne_id) return <Linked {...props} />;
  if (personne.ignoree) return <Ignored {...props} />;
  return isToLink(personne) ? <ToLink {...props} /> : null;
}
