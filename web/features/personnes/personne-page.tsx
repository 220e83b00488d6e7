import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEdit } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type Personne, UpdatePersonne } from '#contract/personne.ts';
import { ROLES } from '#contract/values.ts';
import { isProblem } from '../../lib/api.ts';
import { formatPhone } from '../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { DonneesButton } from '../../ui/access/donnees-button.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { Failure, Notice } from '../../ui/failure.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { changedFields, SchemaForm } from '../../ui/schema-form.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { WaitingAction, WaitingFacts, WaitingRows } from '../../ui/waiting.tsx';
import { changeActive, keepPersonne, personneQuery, updatePersonne } from './api.ts';
import { HandOverLien } from './hand-over-lien.tsx';
import { PersonneFacts } from './personne-facts.tsx';
import { PERSONNE_LOOKS, PERSONNE_PROBLEMS, PERSONNE_REPLACED, PERSONNE_SECTIONS } from './personne-form.tsx';
import { ErasePersonne } from './rgpd/erase-personne.tsx';
import { RetainPersonne } from './rgpd/retain-personne.tsx';

/** Below the facts, and with the field of numbers: after them. */
const PersonneCles = lazy(() => import('./personne-cles.tsx').then(it => ({ default: it.PersonneCles })));

const route = getRouteApi('/app/personnes/$id');

function Activation({ personne }: { personne: Personne }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const name = `${personne.prenom} ${personne.nom}`;
  const change = async (active: boolean) => {
    keepPersonne(client, await changeActive(personne, active));
    notifications.show({
      message: active ? `${name} peut de nouveau se connecter.` : `${name} ne peut plus se connecter.`,
    });
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {personne.active ? 'Désactiver' : 'Réactiver'}
      </Button>
      <Ask
        opened={asking}
        title={`${personne.active ? 'Désactiver' : 'Réactiver'} ${name} ?`}
        consequence={
          personne.active
            ? 'Ses sessions et ses clés API sont refusées dès la prochaine demande, et on ne peut plus l’affecter. Ses heures et ses places dans les équipes restent. Vous pourrez réactiver la personne.'
            : 'La personne pourra de nouveau se connecter, avec le même mot de passe et les mêmes droits.'
        }
        action={personne.active ? 'Désactiver' : 'Réactiver'}
        dangerous={personne.active}
        onClose={() => setAsking(false)}
        onConfirm={() => change(!personne.active)}
      />
    </>
  );
}

function Edit({ personne, onDone }: { personne: Personne; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const [base, setBase] = useState(personne);
  const [stale, setStale] = useState(false);
  const shown = { ...base, telephone: base.telephone && formatPhone(base.telephone).replaceAll('\u00a0', ' ') };
  const save = async (value: UpdatePersonne) => {
    const mine = changedFields(shown, value);
    if (Object.keys(mine).length === 0) return onDone();
    try {
      keepPersonne(client, await updatePersonne(base, mine));
    } catch (error) {
      if (!isProblem(error, 'precondition.failed')) throw error;
      setBase(await client.fetchQuery({ ...personneQuery(personne.id), staleTime: 0 }));
      return setStale(true);
    }
    notifications.show({ message: 'Fiche enregistrée.' });
    onDone();
  };
  return (
    <div className="hub-stack">
      {stale && (
        <Notice state="ambre" title="Quelqu’un a modifié cette fiche pendant votre saisie" alert>
          <p>Voici la version enregistrée : refaites votre changement, puis enregistrez.</p>
        </Notice>
      )}
      <SchemaForm
        key={base.version}
        schema={UpdatePersonne}
        guarded
        initial={shown}
        sections={PERSONNE_SECTIONS}
        looks={PERSONNE_LOOKS}
        replace={PERSONNE_REPLACED}
        problemFields={PERSONNE_PROBLEMS}
        submit="Enregistrer"
        onCancel={onDone}
        onSubmit={save}
      />
    </div>
  );
}

const Actions = ({ personne, onEdit }: { personne: Personne; onEdit: () => void }): ReactNode => (
  <>
    {personne.active && <HandOverLien personne={personne} />}
    <Activation personne={personne} />
    <Button leftSection={<IconEdit size={16} aria-hidden />} onClick={onEdit}>
      Modifier
    </Button>
  </>
);

/** Her rights over what we hold of her, exercised for her by an administrateur; of an erased one, only what holds back the rest. */
const Donnees = ({ personne }: { personne: Personne }): ReactNode => (
  <Section title="Données personnelles">
    {!personne.effacee_at && (
      <>
        <p className="hub-dim">Pour répondre à une demande d’accès ou d’effacement de la personne (RGPD).</p>
        <DonneesButton id={personne.id} label="Télécharger ses données" />
      </>
    )}
    <RetainPersonne id={personne.id} />
    {!personne.effacee_at && <ErasePersonne personne={personne} />}
  </Section>
);

const Erased = (): ReactNode => (
  <Notice state="gris" title="Cette personne a été effacée">
    <p>Il ne reste que ses heures, le temps que la loi demande. Rien ne peut plus être changé.</p>
  </Notice>
);

export function PersonnePage(): ReactNode {
  const { id } = route.useParams();
  const { vue } = route.useSearch();
  const navigate = useNavigate({ from: '/personnes/$id' });
  const { data, error, refetch } = useQuery(personneQuery(id));
  const administrateur = isAdministrateur(useMoi());
  const allowed = administrateur && !data?.effacee_at;
  const show = (next?: 'modifier') => void navigate({ search: { vue: next } });
  const editing = allowed && vue === 'modifier';
  return (
    <Page
      title={data ? `${data.prenom} ${data.nom}` : 'Personne'}
      before={
        <Link to="/personnes" className="hub-link">
          Personnes
        </Link>
      }
      sentence={
        data && (
          <span className="hub-row">
            {ROLES[data.role]}
            {!data.active && !data.effacee_at && <StateMark state="gris">Désactivée</StateMark>}
          </span>
        )
      }
      action={
        allowed &&
        !editing &&
        (data ? <Actions personne={data} onEdit={() => show('modifier')} /> : !error && <WaitingAction />)
      }
    >
      {error && <Failure error={error} retry={refetch} right="lire les personnes" />}
      {!data && !error && <WaitingFacts />}
      {data?.effacee_at && <Erased />}
      {data && (editing ? <Edit personne={data} onDone={() => show()} /> : <PersonneFacts personne={data} />)}
      {data && allowed && !editing && (
        <Suspense fallback={<WaitingRows rows={2} />}>
          <PersonneCles personne={data} />
        </Suspense>
      )}
      {data && administrateur && !editing && <Donnees personne={data} />}
    </Page>
  );
}
