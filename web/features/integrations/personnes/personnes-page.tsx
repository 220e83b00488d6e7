// The mapping editor of people: who each person of the ERP is here.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { LecturePersonnes } from '#contract/personne-erp.ts';
import { MOTS_PROBLEME } from '#contract/values.ts';
import { linkQuery } from '../../../lib/erp-links.ts';
import { formatCount } from '../../../lib/format.ts';
import { sayError } from '../../../lib/say-error.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { useNow } from '../../../ui/time.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { askLecture, lectureQuery } from './api.ts';
import { PersonnesList } from './personnes-list.tsx';
import { sayLecture } from './words.ts';

const route = getRouteApi('/app/integrations/$id/personnes');
function ReadAgain({ link, lecture }: { link: ErpLink; lecture: LecturePersonnes }): ReactNode {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => askLecture(link.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personnes-erp'] }),
    onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }),
  });
  if (link.etat !== 'active') return null;
  return (
    <Button
      variant="default"
      loading={isPending || lecture.en_cours}
      leftSection={<IconRefresh size={16} aria-hidden />}
      onClick={() => mutate()}
    >
      Relire l’ERP
    </Button>
  );
}

/** What came of the last reading is shown as soon as it ends. */
function useLecture(link_id: string, enabled: boolean) {
  const client = useQueryClient();
  const query = useQuery({ ...lectureQuery(link_id), enabled });
  const read_at = query.data?.lue_at;
  const known = useRef(read_at);
  useEffect(() => {
    if (known.current !== undefined && known.current !== read_at)
      void client.invalidateQueries({ queryKey: ['personnes-erp', 'liste'] });
    known.current = read_at;
  }, [client, read_at]);
  return query;
}

const Troubles = ({ lecture }: { lecture: LecturePersonnes }): ReactNode => (
  <>
    {lecture.probleme && (
      <Notice state="ambre" title={MOTS_PROBLEME[lecture.probleme.mot]}>
        <p>{lecture.probleme.phrase}</p>
        {lecture.lue_at && <p>La liste ci-dessous est celle de la dernière lecture réussie.</p>}
      </Notice>
    )}
    {lecture.illisibles > 0 && (
      <Notice
        state="ambre"
        title={formatCount(lecture.illisibles, 'fiche n’a pas pu être lue', 'fiches n’ont pas pu être lues')}
      >
        <p>L’ERP les écrit d’une façon que le hub ne connaît pas : le journal du hub dit laquelle.</p>
      </Notice>
    )}
  </>
);

export function PersonnesErpPage(): ReactNode {
  const { id } = route.useParams();
  const allowed = canDoPaie(useMoi());
  const link = useQuery(linkQuery(id));
  const { data: lecture, error, refetch } = useLecture(id, allowed);
  const now = useNow();
  return (
    <Page
      title="Personnes de l’ERP"
      before={
        <span className="hub-row">
          <Link to="/integrations" className="hub-link">
            Intégrations
          </Link>
          {link.data && (
            <>
              <span aria-hidden>›</span>
              <Link to="/integrations/$id" params={{ id } as never} className="hub-link">
                {link.data.nom}
              </Link>
            </>
          )}
        </span>
      }
      badge={link.data && <Simulateur shown={link.data.simulateur} />}
      sentence={lecture && sayLecture(lecture, now)}
      action={link.data && lecture && <ReadAgain link={link.data} lecture={lecture} />}
    >
      {!allowed && (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Relier les personnes revient à un administrateur ou à la gestion de la paie.</p>
        </Notice>
      )}
      {allowed && error && <Failure error={error} retry={refetch} right="relier les personnes" />}
      {allowed && !lecture && !error && <WaitingRows rows={6} tall />}
      {lecture && (
        <>
          <Troubles lecture={lecture} />
          <PersonnesList link_id={id} lecture={lecture} />
        </>
      )}
    </Page>
  );
}
