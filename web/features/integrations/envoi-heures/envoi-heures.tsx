// « Envoi des heures » of one connexion: whether and when hours leave, how it fares, and what waits.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconClockEdit, IconPlayerStop, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { ReglagesEnvoi } from '#contract/export.ts';
import { reglagesQuery, santeEnvoisQuery, setReglages } from '../../../lib/envois.ts';
import { formatNumber } from '../../../lib/format.ts';
import { canDoPaie, isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { SendNow } from '../../../ui/erp/envoi/send-now.tsx';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Empty, Failure, Notice } from '../../../ui/failure.tsx';
import { Facts, Section } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Day, Since } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import styles from '../connexion/link.module.css';
import { HealthBars, SENDINGS } from '../connexions/health-bars.tsx';
import { clockOf } from './next-turn.ts';
import { sayBacklog, saySchedule, sayTurn } from './words.ts';

const SettingsDialog = lazy(() => import('./settings-dialog.tsx').then(({ SettingsDialog: it }) => ({ default: it })));

const State = ({ failures }: { failures: number }): ReactNode =>
  failures === 0 ? (
    <StateMark state="vert">Aucun</StateMark>
  ) : (
    <StateMark state="rouge">{formatNumber(failures)}</StateMark>
  );

const settingFacts = (reglages: ReglagesEnvoi): [string, ReactNode][] => [
  ['Départ', saySchedule(reglages)],
  [
    'Prochain envoi',
    reglages.prochain_at ? sayTurn(reglages, clockOf(Date.parse(reglages.prochain_at))) : 'Aucun prévu',
  ],
  ['Envoyées depuis', reglages.depuis ? <Day key="depuis" on={reglages.depuis} /> : 'Pas encore'],
  [
    'Horaires',
    !reglages.horaires_demandes
      ? 'L’ERP ne prend que des durées'
      : reglages.horaires_acceptes_at
        ? 'Indicatifs là où seule la durée est saisie : accepté'
        : 'À accepter',
  ],
  ['D’avant, non envoyées', sayBacklog(reglages.arriere) || 'Aucune'],
];

function Health({ link, reglages }: { link: ErpLink; reglages: ReglagesEnvoi | undefined }): ReactNode {
  const { data, error, refetch } = useQuery(santeEnvoisQuery(link.id));
  if (error) return <Failure error={error} retry={refetch} right="lire les envois" />;
  if (!data) return <WaitingFacts facts={6} />;
  const { derniere_reussite_at, echecs_de_suite, jours } = data;
  return (
    <div className={styles.health}>
      <Facts
        facts={[
          ['Dernier envoi réussi', derniere_reussite_at ? <Since key="age" at={derniere_reussite_at} /> : 'Pas encore'],
          ['Échecs de suite', <State key="echecs" failures={echecs_de_suite} />],
          ...(reglages ? settingFacts(reglages) : []),
        ]}
      />
      <HealthBars link={{ nom: link.nom, jours }} detailed subject={SENDINGS} />
    </div>
  );
}

/** Switching off is taken back by switching on: what has left stays there. */
function StopSending({ link, reglages }: { link: ErpLink; reglages: ReglagesEnvoi }): ReactNode {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const { frequence, jour, heure } = reglages;
  const { mutateAsync } = useMutation({
    mutationFn: () => setReglages(reglages, { actif: false, frequence, jour, heure }),
    onSuccess: saved => {
      client.setQueryData(reglagesQuery(link.id).queryKey, saved);
      notifications.show({ message: 'L’envoi des heures est arrêté.' });
    },
    onError: () => client.invalidateQueries({ queryKey: reglagesQuery(link.id).queryKey }),
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Arrêter l’envoi
      </Button>
      <Ask
        opened={asking}
        title={`Arrêter l’envoi des heures à ${spokenName(link)} ?`}
        consequence="Plus rien ne part tout seul. Ce qui est déjà dans l’ERP y reste. Vous pourrez le remettre en marche : le hub demandera alors ce que deviennent les heures validées entre-temps."
        action="Arrêter l’envoi"
        dangerous={false}
        onClose={() => setAsking(false)}
        onConfirm={mutateAsync}
      />
    </>
  );
}

function Actions({ link, reglages, onEdit }: ActionsProps): ReactNode {
  const moi = useMoi();
  return (
    <div className="hub-row">
      {(reglages === undefined || reglages.version > 0) && <SendNow links={[link]} variant="default" />}
      {isAdministrateur(moi) && reglages?.actif && (
        <>
          <Button variant="default" size="xs" leftSection={<IconClockEdit size={16} aria-hidden />} onClick={onEdit}>
            Modifier le départ
          </Button>
          <StopSending link={link} reglages={reglages} />
        </>
      )}
      <Link to="/envois" search={{ connexion: link.id } as never} className="hub-link">
        Voir les envois
      </Link>
    </div>
  );
}
type ActionsProps = { link: ErpLink; reglages: ReglagesEnvoi | undefined; onEdit: () => void };

const Off = ({ link, reglages, onEdit }: ActionsProps): ReactNode => {
  const admin = isAdministrateur(useMoi());
  const waiting = reglages ? sayBacklog(reglages.arriere) : '';
  return (
    <Empty
      title={`Les heures ne partent pas vers ${spokenName(link)}`}
      action={
        admin && (
          <Button leftSection={<IconSend size={16} aria-hidden />} onClick={onEdit}>
            Activer l’envoi
          </Button>
        )
      }
    >
      Une fois en marche, seules les heures validées partent, une seule fois, au jour et à l’heure choisis.
      {waiting && ` Attendent déjà : ${waiting}.`}
      {!admin && ' Un administrateur peut le mettre en marche.'}
    </Empty>
  );
};

function Content({ link, reglages }: { link: ErpLink; reglages: ReglagesEnvoi | undefined }): ReactNode {
  const [editing, setEditing] = useState(false);
  const on = reglages?.actif ?? true;
  const bound = { link, reglages, onEdit: () => setEditing(true) };
  return (
    <Section title="Envoi des heures" action={on || (reglages?.version ?? 0) > 0 ? <Actions {...bound} /> : null}>
      {!on && <Off {...bound} />}
      {(on || (reglages?.version ?? 0) > 0) && <Health link={link} reglages={on ? reglages : undefined} />}
      {reglages && editing && (
        <Suspense>
          <SettingsDialog opened link={link} reglages={reglages} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Section>
  );
}

export function EnvoiHeures({ link }: { link: ErpLink }): ReactNode {
  const allowed = canDoPaie(useMoi());
  const { data, error, refetch } = useQuery({ ...reglagesQuery(link.id), enabled: allowed });
  if (link.traits.hours === 'none')
    return (
      <Section title="Envoi des heures">
        <Notice state="gris" title={`${link.kind_nom} n’accepte pas d’heures`}>
          <p>Rien ne peut lui être envoyé. Ses chantiers arrivent comme d’habitude.</p>
        </Notice>
      </Section>
    );
  if (!allowed) return <Content link={link} reglages={undefined} />;
  return (
    <>
      {error && (
        <Section title="Envoi des heures">
          <Failure error={error} retry={refetch} right="lire quand partent les heures" />
        </Section>
      )}
      {!data && !error && (
        <Section title="Envoi des heures">
          <WaitingFacts facts={6} />
        </Section>
      )}
      {data && <Content link={link} reglages={data} />}
    </>
  );
}
