// « Comparer maintenant », how far it is, and what kept it from ending.
import { Button } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Rapprochement } from '#contract/rapprochement.ts';
import { MOTS_PROBLEME } from '#contract/values.ts';
import { formatClock, formatCount } from '../../lib/format.ts';
import { spokenName, stateOfLink } from '../../ui/erp/link-state.ts';
import { Failure, Notice } from '../../ui/failure.tsx';
import { useNow } from '../../ui/time.tsx';
import { isComparing, renewRapprochement, startRapprochement } from './api.ts';
import styles from './rapprochement.module.css';
import { isStale, sentenceOf } from './words.ts';

export function useCompare(link_id: string, semaine: string) {
  const client = useQueryClient();
  // One request, however often it is sent.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const days = joursDe(semaine);
  return useMutation({
    mutationFn: () => startRapprochement({ link_id, du: days[0]!, au: days[6]! }, key),
    onSuccess: () => {
      setKey(crypto.randomUUID());
      return renewRapprochement(client);
    },
  });
}
type Compare = ReturnType<typeof useCompare>;

type ButtonProps = { compare: Compare; link: ErpLink; data: Rapprochement | undefined };

export const CompareButton = ({ compare, link, data }: ButtonProps): ReactNode => {
  const comparing = isComparing(data?.run);
  return (
    <Button
      leftSection={<IconScale size={16} aria-hidden />}
      loading={compare.isPending}
      // It stays reachable, and says why it waits.
      data-disabled={comparing || link.etat !== 'active' || undefined}
      aria-disabled={comparing || link.etat !== 'active'}
      onClick={() => !comparing && link.etat === 'active' && compare.mutate()}
    >
      {comparing ? 'Comparaison en cours' : 'Comparer maintenant'}
    </Button>
  );
};

const Progress = ({ run, erp }: { run: NonNullable<Rapprochement['run']>; erp: string }): ReactNode => {
  const now = useNow();
  const held = run.probleme !== null && run.prochain_essai_at !== null;
  if (held)
    return (
      <Notice state="ambre" title={MOTS_PROBLEME[run.probleme!.mot]}>
        <p>
          {run.probleme!.phrase} Nouvel essai à {formatClock(run.prochain_essai_at!, now)}.
        </p>
      </Notice>
    );
  return (
    <div className={styles.progress}>
      <div className={styles.bar} aria-hidden />
      <p>
        {run.statut === 'waiting'
          ? `Le hub s’apprête à lire ${erp}.`
          : `Lecture de ${erp} : ${formatCount(run.lues, 'saisie lue', 'saisies lues')}.`}
      </p>
    </div>
  );
};

/** Of days that are shown: another week's failure says nothing of this one. */
const hasFailed = ({ run, semaine }: Rapprochement): boolean => {
  const days = joursDe(semaine);
  return run?.statut === 'failed' && run.du <= days[6]! && run.au >= days[0]!;
};

const Failed = ({ data, compare }: { data: Rapprochement; compare: Compare }): ReactNode => {
  const { run } = data;
  return (
    <Notice state="rouge" title="La dernière comparaison n’a pas abouti">
      <p>{run?.probleme?.phrase ?? 'Le hub s’est trompé en comparant.'} Ce qui est montré date d’avant.</p>
      <div>
        <Button variant="default" size="xs" loading={compare.isPending} onClick={() => compare.mutate()}>
          Comparer de nouveau
        </Button>
      </div>
    </Notice>
  );
};

const Age = ({ data, erp }: { data: Rapprochement; erp: string }): ReactNode => {
  const now = useNow();
  if (data.compare_at === null)
    return (
      <Notice state="gris" title="Cette semaine n’a pas encore été comparée">
        <p>
          Les marques disent ce que le hub a envoyé. « Comparer maintenant » lit ce que {erp} contient vraiment ; le hub
          le fait aussi chaque nuit pour les cinq dernières semaines.
        </p>
      </Notice>
    );
  if (!isStale(data.compare_at, now)) return null;
  return (
    <Notice state="ambre" title="Cette comparaison a plus d’un jour">
      <p>{erp} a pu changer depuis. « Comparer maintenant » le relit.</p>
    </Notice>
  );
};

type StandsProps = { data: Rapprochement; link: ErpLink; compare: Compare };

/** Where the comparison stands, above the grid; announced as it moves. */
export function WhereItStands({ data, link, compare }: StandsProps): ReactNode {
  const now = useNow();
  const erp = spokenName(link);
  const comparing = isComparing(data.run);
  return (
    <>
      <p className="hub-hidden" role="status">
        {comparing ? `Comparaison avec ${erp} en cours` : sentenceOf(data, now)}
      </p>
      {compare.error && <Failure error={compare.error} retry={() => compare.mutate()} />}
      {link.etat !== 'active' && (
        <Notice state={stateOfLink(link, now).state} title={`${erp} : ${stateOfLink(link, now).sentence}`}>
          <p>
            Rien n’est comparé d’ici là.{' '}
            <Link to="/integrations/$id" params={{ id: link.id } as never}>
              Voir la connexion
            </Link>
          </p>
        </Notice>
      )}
      {comparing && data.run ? (
        <Progress run={data.run} erp={erp} />
      ) : hasFailed(data) ? (
        <Failed data={data} compare={compare} />
      ) : (
        data.personnes.length > 0 && link.etat === 'active' && <Age data={data} erp={erp} />
      )}
    </>
  );
}
