// One connexion: how it fares, what it needs from a person, what it brought, and its settings.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { linkPath, linkQuery } from '../../../lib/erp-links.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { POLL_MS, useLive } from '../../../lib/live.ts';
import { canDoPaie, isAdministrateur, useMoi } from '../../../lib/session.ts';
import { stateOfLink } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Facts, Page, Section } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since, useNow } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { HeldFields } from '../champs/held-fields.tsx';
import { HealthBars } from '../connexions/health-bars.tsx';
import { RefreshButton } from '../connexions/refresh-button.tsx';
import { EnvoiHeures } from '../envoi-heures/envoi-heures.tsx';
import { nextReading } from '../next-reading.ts';
import { lectureQuery } from '../personnes/api.ts';
import { PersonnesErp } from '../personnes/personnes-summary.tsx';
import { Statuts } from '../statuts/statuts.tsx';
import { Capabilities } from './capabilities.tsx';
import { History } from './history.tsx';
import styles from './link.module.css';
import { LinkSettings } from './link-settings.tsx';
import { PauseButton } from './pause-button.tsx';
import { RetireLink } from './retire-link.tsx';
import { Signals } from './signals.tsx';
import { TroubleBanner } from './trouble-banner.tsx';

const route = getRouteApi('/app/integrations/$id');

function useLink(id: string) {
  const client = useQueryClient();
  const query = linkQuery(id);
  // Each page read, each trouble and its end are told at once; the lists below follow.
  const deaf = useLive<ErpLink>(`${linkPath(id)}/flux`, query.queryKey, {
    onState: () => void client.invalidateQueries({ queryKey: ['imports', 'liste'] }),
  });
  return useQuery({ ...query, refetchInterval: deaf ? POLL_MS * 3 : false });
}

/** Those who wait to be told who they are, for whoever may tell it. */
function useToLink(link: ErpLink): number {
  const allowed = canDoPaie(useMoi());
  const { data } = useQuery({ ...lectureQuery(link.id), enabled: allowed && link.traits.hours !== 'none' });
  return data?.compte.a_relier ?? 0;
}

const Sentence = ({ link }: { link: ErpLink }): ReactNode => {
  const people = useToLink(link);
  const known = stateOfLink(link, useNow());
  const { state, word, sentence } =
    people > 0 && known.state === 'vert' ? { ...known, state: 'ambre' as const, word: 'À surveiller' } : known;
  return (
    <>
      <StateMark state={state}>{word}</StateMark> {sentence}
      {people > 0 && (
        <>
          {' · '}
          <Link to="/integrations/$id/personnes" params={{ id: link.id } as never}>
            {formatCount(people, 'personne', 'personnes')} à relier
          </Link>
        </>
      )}
    </>
  );
};

const Health = ({ link }: { link: ErpLink }): ReactNode => {
  const now = useNow();
  const { chantiers, a_relier, mis_de_cote, masques } = link.compteurs;
  return (
    <div className={styles.health}>
      <Facts
        facts={[
          ['ERP', link.kind_nom],
          ['Compte', link.compte ?? 'Sans nom'],
          [
            'Données lues',
            link.derniere_reussite_at ? <Since key="age" at={link.derniere_reussite_at} /> : 'Pas encore',
          ],
          ['Prochaine lecture', nextReading(link, now)],
          ['Chantiers', formatNumber(chantiers)],
          ['Valeurs à relier', formatNumber(a_relier)],
          ['Mis de côté', formatNumber(mis_de_cote)],
          ['Masqués dans l’ERP', formatNumber(masques)],
        ]}
      />
      <HealthBars link={link} detailed />
    </div>
  );
};

function Content({ link }: { link: ErpLink }): ReactNode {
  const moi = useMoi();
  const admin = isAdministrateur(moi);
  return (
    <>
      <TroubleBanner link={link} />
      <Health link={link} />
      <EnvoiHeures link={link} />
      {canDoPaie(moi) && link.traits.hours !== 'none' && <PersonnesErp link={link} />}
      <Section title="Statuts de l’ERP">
        <Statuts link_id={link.id} />
      </Section>
      <History link={link} />
      <HeldFields link={link} />
      <LinkSettings link={link} />
      <Signals link={link} />
      <Capabilities traits={link.traits} nom={link.kind_nom} />
      {admin && <RetireLink link={link} />}
    </>
  );
}

export function LinkPage(): ReactNode {
  const { id } = route.useParams();
  const { data: link, error, refetch } = useLink(id);
  const admin = isAdministrateur(useMoi());
  return (
    <Page
      title={link?.nom ?? 'Connexion ERP'}
      before={
        <Link to="/integrations" className="hub-link">
          Intégrations
        </Link>
      }
      badge={link && <Simulateur shown={link.simulateur} />}
      sentence={link && <Sentence link={link} />}
      action={
        link && (
          <>
            {admin && <PauseButton link={link} />}
            <RefreshButton link={link} />
          </>
        )
      }
    >
      {error && <Failure error={error} retry={refetch} right="lire les connexions ERP" />}
      {!link && !error && <WaitingFacts facts={8} />}
      {link && <Content link={link} />}
    </Page>
  );
}
