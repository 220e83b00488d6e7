// One run as it goes: by the stream while it is open, by asking again where no stream comes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Envoi } from '#contract/export.ts';
import { envoiPath, envoiQuery, isOpen, renewEnvois } from '../../../lib/envois.ts';
import { POLL_MS, useLive } from '../../../lib/live.ts';

export function useEnvoi(id: string) {
  const client = useQueryClient();
  const query = envoiQuery(id);
  const open = useRef(false);
  // Read before it is asked for: whatever puts it there renders this page again, by the query below.
  const data = client.getQueryData(query.queryKey);
  const following = data !== undefined && isOpen(data);
  const deaf = useLive<Envoi>(`${envoiPath(id)}/flux`, query.queryKey, { enabled: following });
  const result = useQuery({ ...query, refetchInterval: following && deaf ? POLL_MS : false });
  useEffect(() => {
    // What was seen open and is over: lines, weeks and lists moved with it.
    if (open.current && !following && data) {
      void renewEnvois(client);
      void client.invalidateQueries({ queryKey: ['erp-links'] });
    }
    open.current = following;
  }, [client, following, data]);
  return result;
}
