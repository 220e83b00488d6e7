// Which ERP holds a chantier, and which of its fields are changed over there and not here.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { ETATS_REFERENCE, STATUTS_CHANTIER } from '#contract/values.ts';
import { useErpLinks } from '../../../lib/erp-links.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Facts } from '../../../ui/page.tsx';
import { fieldWords } from '../field-lines.ts';

type Held = Pick<Chantier, 'erp'>;

/** Names its connexion for whoever may read them; « l’ERP » for the others. */
function useOwner({ erp }: Held): { name: string; link_id: string | null } {
  const link = useErpLinks().find(({ system }) => system === erp?.system);
  return link ? { name: spokenName(link), link_id: link.id } : { name: 'l’ERP', link_id: null };
}

/** « vient de Costructor (simulateur) », and what became of it over there. */
export function ErpOrigin({ chantier }: { chantier: Held }): ReactNode {
  const { name, link_id } = useOwner(chantier);
  if (!chantier.erp) return null;
  const { etat } = chantier.erp;
  return (
    <span>
      vient de{' '}
      {link_id ? (
        <Link to="/integrations/$id" params={{ id: link_id } as never}>
          {name}
        </Link>
      ) : (
        name
      )}
      {etat !== 'present' && `, ${ETATS_REFERENCE[etat].toLowerCase().replace('erp', 'ERP')}`}
    </span>
  );
}

/** The fields held over there, as they are, and why they are not in the form below. */
export function ErpFields({ chantier }: { chantier: Chantier }): ReactNode {
  const { name } = useOwner(chantier);
  const held = chantier.erp?.champs ?? [];
  if (held.length === 0) return null;
  return (
    <Notice state="gris" title={`Tenu par ${name}`}>
      <p>Ces valeurs se changent dans l’ERP et arrivent ici toutes seules. Le reste se modifie ci-dessous.</p>
      <Facts
        facts={held.map(field =>
          field === 'statut' ? ['Statut', STATUTS_CHANTIER[chantier.statut]] : fieldWords(chantier, field),
        )}
      />
    </Notice>
  );
}

/** After a value that is changed over there. */
export const HeldMark = ({ chantier, champ }: { chantier: Held; champ: string }): ReactNode =>
  chantier.erp?.champs.includes(champ) ? (
    <span className="hub-dim hub-small" style={{ whiteSpace: 'nowrap' }}>
      {' '}
      · tenu par l’ERP
    </span>
  ) : null;

/** One sentence on the sheet, for whoever looks for the button that is not there. */
export function ErpHolds({ chantier }: { chantier: Chantier }): ReactNode {
  const { name, link_id } = useOwner(chantier);
  const held = chantier.erp?.champs ?? [];
  const conflits = link_id && (
    <Link to="/integrations/conflits" search={{ chantier: chantier.id } as never}>
      Voir ce qui a été changé des deux côtés
    </Link>
  );
  if (held.length === 0)
    return (
      chantier.erp && (
        <p className="hub-dim">
          Rien n’y est tenu par {name}. {conflits}
        </p>
      )
    );
  const names = held.map(field => (field === 'statut' ? 'Statut' : fieldWords(chantier, field)[0]));
  return (
    <p className="hub-dim">
      Tenu par {name}, et modifiable là-bas seulement : {names.join(', ').toLowerCase()}. {conflits}
    </p>
  );
}
