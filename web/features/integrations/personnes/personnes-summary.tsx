// On the page of a connexion: how many of its people are known here, and where to tell who the others are.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { formatNumber } from '../../../lib/format.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Facts, Section } from '../../../ui/page.tsx';
import { Since } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { lectureQuery } from './api.ts';

export function PersonnesErp({ link }: { link: ErpLink }): ReactNode {
  const { data, error, refetch } = useQuery(lectureQuery(link.id));
  return (
    <Section
      title="Personnes de l’ERP"
      action={
        <Link to="/integrations/$id/personnes" params={{ id: link.id } as never} className="hub-link">
          {data && data.compte.a_relier > 0 ? 'Relier les personnes' : 'Voir les personnes'}
        </Link>
      }
    >
      {error && <Failure error={error} retry={refetch} right="relier les personnes" />}
      {!data && !error && <WaitingFacts facts={4} />}
      {data && (
        <Facts
          facts={[
            ['À relier', formatNumber(data.compte.a_relier)],
            ['Reliées', formatNumber(data.compte.reliees)],
            ['Ignorées', formatNumber(data.compte.ignorees)],
            ['Lues', data.lue_at ? <Since key="lue" at={data.lue_at} /> : 'Pas encore'],
          ]}
        />
      )}
    </Section>
  );
}
