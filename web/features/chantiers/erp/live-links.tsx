// The list follows what an ERP brings: each connexion says when it read something, and the list is read again.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { linkPath, linkQuery, useErpLinks } from '../../../lib/erp-links.ts';
import { useLive } from '../../../lib/live.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';

/** A browser opens six connections to a site, and a company has one ERP or two. */
const FOLLOWED = 2;
const AT_MOST_EVERY_MS = 2000;
/** When nothing is heard. */
const DEAF_EVERY_MS = 10_000;

/** Runs at once, then at most every two seconds, and once more after the last call. */
function useThrottled(act: () => void): () => void {
  const state = useRef({ waiting: false, last: 0 });
  return () => {
    const { waiting, last } = state.current;
    if (waiting) return;
    const run = () => {
      state.current = { waiting: false, last: Date.now() };
      act();
    };
    const wait = last + AT_MOST_EVERY_MS - Date.now();
    if (wait <= 0) return run();
    state.current.waiting = true;
    setTimeout(run, wait);
  };
}

function Follow({ link }: { link: ErpLink }): ReactNode {
  const client = useQueryClient();
  const renew = useThrottled(() => {
    void client.invalidateQueries({ queryKey: ['chantiers', 'liste'] });
    void client.invalidateQueries({ queryKey: ['erp-links', 'liste'] });
  });
  const first = useRef(true);
  const deaf = useLive<ErpLink>(`${linkPath(link.id)}/flux`, linkQuery(link.id).queryKey, {
    // What is told on opening is what the list has just read.
    onState: () => {
      if (!first.current) renew();
      first.current = false;
    },
  });
  const ask = useEffectEvent(renew);
  useEffect(() => {
    if (!deaf) return;
    const timer = setInterval(() => ask(), DEAF_EVERY_MS);
    return () => clearInterval(timer);
  }, [deaf]);
  if (!link.import_en_cours) return null;
  return (
    <p role="status">
      Des chantiers arrivent de {spokenName(link)}.{' '}
      <Link to="/integrations/imports/$id" params={{ id: link.import_en_cours } as never}>
        Suivre la lecture
      </Link>
    </p>
  );
}

export const LiveLinks = (): ReactNode =>
  useErpLinks()
    .filter(({ etat }) => etat === 'active')
    .slice(0, FOLLOWED)
    .map(link => <Follow key={link.id} link={link} />);
