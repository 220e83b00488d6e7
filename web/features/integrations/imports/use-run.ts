// One run as it goes: by the stream while it is open, by asking again where no stream comes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Import } from '#contract/import.ts';
import { POLL_MS, useLive } from '../../../lib/live.ts';
import { importPath, importQuery, renewChantiers } from '../api.ts';
import { isOver } from './run.ts';

export function useRun(id: string) {
  const client = useQueryClient();
  const query = importQuery(id);
  const open = useRef(false);
  // Read before it is asked for: whatever puts it there renders this page again, by the query below.
  const data = client.getQueryData(query.queryKey);
  const following = data !== undefined && !isOver(data);
  const deaf = useLive<Import>(`${importPath(id)}/flux`, query.queryKey, { enabled: following });
  const result = useQuery({ ...query, refetchInterval: following && deaf ? POLL_MS : false });
  useEffect(() => {
    // What was seen open and is over: everything that shows chantiers or connexions is read again.
    if (open.current && !following && data) {
      renewChantiers(client);
      void client.invalidateQueries({ queryKey: ['erp-links'] });
      void client.invalidateQueries({ queryKey: ['mappings'] });
      void client.invalidateQueries({ queryKey: ['imports', 'liste'] });
      void client.invalidateQueries({ queryKey: ['imports', 'lignes', id] });
    }
    open.current = following;
  }, [client, following, data, id]);
  return result;
}
