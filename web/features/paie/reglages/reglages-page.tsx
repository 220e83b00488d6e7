// What pay reckons with: the settings in force, those before and to come, and the rubriques.

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDay } from '#contract/dates.ts';
import { type ReglagesDates, ReglagesPaie } from '#contract/paie.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Facts, Page, Section } from '../../../ui/page.tsx';
import { forgetPaie } from '../../../ui/paie/api.ts';
import { moisPlus, thisMonth } from '../../../ui/paie/words.ts';
import { SchemaForm } from '../../../ui/schema-form.tsx';
import { Since } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { putReglages, reglagesDeDepartQuery, reglagesQuery } from '../api.ts';
import { Refused } from '../refused.tsx';
import { REPLACED } from './fields.tsx';
import styles from './reglages.module.css';
import { Rubriques } from './rubriques.tsx';
import { differences, GROUPES, titre, valeur } from './words.ts';

const route = getRouteApi('/app/paie/reglages');

const Confirm = (): ReactNode => (
  <Notice state="ambre" title="À confirmer par votre comptable">
    <p>
      Les valeurs de départ sont celles de la loi et des conventions du bâtiment. Faites-les confirmer avant la première
      paie : un accord d’entreprise ou votre région peuvent en décider autrement.
    </p>
  </Notice>
);

const InForce = ({ reglages }: { reglages: ReglagesPaie }): ReactNode => (
  <div className={styles.groups}>
    {GROUPES.map(({ title, fields }) => (
      <div key={title}>
        <h3>{title}</h3>
        <Facts facts={fields.map(nom => [titre(nom), valeur(reglages, nom)])} />
      </div>
    ))}
  </div>
);

function History({ tous, en_vigueur }: ReglagesDates): ReactNode {
  const { data: depart } = useQuery(reglagesDeDepartQuery);
  if (tous.length === 0)
    return (
      <p className="hub-dim">Les valeurs de départ, depuis toujours. Chaque changement apparaîtra ici, à sa date.</p>
    );
  return (
    <ul className={styles.history}>
      {tous.map((reglages, n) => (
        <li key={reglages.effet_du}>
          <strong>À partir du {formatDay(reglages.effet_du)}</strong>
          {reglages.effet_du === en_vigueur.effet_du && <span> · en vigueur</span>}
          {reglages.effet_du > en_vigueur.effet_du && <span> · à venir</span>}
          <span className="hub-dim">
            {' '}
            · {reglages.modifie_par ?? 'le hub'}, <Since at={reglages.modifie_at} />
          </span>
          <ul className={styles.changes}>
            {differences(reglages, tous[n + 1] ?? depart?.en_vigueur).map(({ nom, avant, apres }) => (
              <li key={nom}>
                {titre(nom)} : {avant ?? 'non renseigné'} → {apres ?? 'non renseigné'}
              </li>
            ))}
          </ul>
        </li>
      ))}
      <li>
        <strong>Avant</strong> <span className="hub-dim">· valeurs de départ</span>
      </li>
    </ul>
  );
}

/** In force since no day that anybody set. */
const sentenceOf = ({ en_vigueur, tous }: ReglagesDates): string =>
  tous.some(({ effet_du }) => effet_du === en_vigueur.effet_du)
    ? `En vigueur depuis le ${formatDay(en_vigueur.effet_du)}`
    : 'Valeurs de départ';

function Change({ dates, onDone }: { dates: ReglagesDates; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const save = async (value: ReglagesPaie) => {
    await putReglages(value);
    await forgetPaie(client);
    notifications.show({ message: `Réglages enregistrés, à partir du ${formatDay(value.effet_du)}.` });
    onDone();
  };
  return (
    <SchemaForm
      schema={ReglagesPaie}
      guarded
      // Those to come are what one goes on from.
      initial={{ ...(dates.tous[0] ?? dates.en_vigueur), effet_du: `${moisPlus(thisMonth(), 1)}-01` }}
      sections={[{ title: 'Quand', fields: ['effet_du'] }, ...GROUPES]}
      looks={{
        effet_du: {
          help: 'Jamais avant : un mois clôturé n’en est pas touché. Le même jour remplace ce qui y était posé.',
        },
        horaire: { wide: true },
        zones_km: { wide: true },
        alsace_moselle: { wide: true },
        valider_les_siennes: { wide: true },
        conges_dans_seuil: { wide: true },
        siege_latitude: { help: 'Vides, les zones ne sont pas calculées', placeholder: '45,5646' },
        siege_longitude: { help: 'Les deux, ou aucune', placeholder: '5,9178' },
      }}
      replace={REPLACED}
      problemFields={{ 'reglages_paie.closed': 'effet_du' }}
      submit="Enregistrer les réglages"
      onCancel={onDone}
      onSubmit={save}
    />
  );
}

function Settings(): ReactNode {
  const { vue } = route.useSearch();
  const navigate = useNavigate({ from: '/paie/reglages' });
  const { data, error, refetch } = useQuery(reglagesQuery);
  const see = (next: 'modifier' | undefined) => void navigate({ search: { vue: next } });
  return (
    <Page
      title="Réglages de la paie"
      before={
        <Link to="/paie" className="hub-link">
          <IconChevronLeft size={16} aria-hidden /> Paie
        </Link>
      }
      sentence={data && sentenceOf(data)}
      action={data && !vue && <Button onClick={() => see('modifier')}>Changer à partir d’un jour</Button>}
    >
      {error && <Failure error={error} retry={refetch} right="lire les réglages de la paie" />}
      {!data && !error && <WaitingFacts facts={12} />}
      {data && <Confirm />}
      {data && vue && <Change dates={data} onDone={() => see(undefined)} />}
      {data && !vue && (
        <>
          <Section title="En vigueur">
            <InForce reglages={data.en_vigueur} />
          </Section>
          <Section title="Dans le temps">
            <History {...data} />
          </Section>
          <Section title="Rubriques">
            <Rubriques />
          </Section>
        </>
      )}
    </Page>
  );
}

export const ReglagesPage = (): ReactNode =>
  canDoPaie(useMoi()) ? <Settings /> : <Refused title="Réglages de la paie" />;
