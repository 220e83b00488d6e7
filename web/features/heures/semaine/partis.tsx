// From hours to what became of them in the ERP: partis, pas encore.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { semaineEnvoisQuery } from '../../../lib/envois.ts';
import { canReadErp, useErpLinks } from '../../../lib/erp-links.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { useMoi } from '../../../lib/session.ts';

/** Nothing for whoever may not read it, nor while no ERP takes hours. */
export function Partis({ semaine }: { semaine: string }): ReactNode {
  const allowed = canReadErp(useMoi());
  const takes = useErpLinks().some(({ traits }) => traits.hours !== 'none');
  const { data } = useQuery({ ...semaineEnvoisQuery({ semaine }), enabled: allowed && takes });
  if (!takes || !data || data.personnes.length === 0) return null;
  const there = data.personnes.reduce((sum, one) => sum + one.minutes_dans_erp, 0);
  const left = data.personnes.reduce((sum, one) => sum + Math.max(0, one.minutes_validees - one.minutes_dans_erp), 0);
  return (
    <p>
      <Link to="/envois" search={{ semaine } as never}>
        Partis dans l’ERP : {formatMinutes(there)}
        {left > 0 && ` · pas encore : ${formatMinutes(left)}`}
      </Link>
    </p>
  );
}
