import { Button, NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { formatCount } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { InviteButton } from '../invitations/invite-button.tsx';
import { ChooseFile } from './choose-file.tsx';
import { COLUMN_NAMES, guessMapping, type Mapping, titleOf } from './columns.ts';
import styles from './import.module.css';
import { countEtats } from './plan.ts';
import { PreviewTable } from './preview-table.tsx';
import type { Sheet } from './read-file.ts';
import { type Import, useImport } from './use-import.ts';

type ColumnsProps = { headers: string[]; mapping: Mapping; onChange: (mapping: Mapping) => void };

const Columns = ({ headers, mapping, onChange }: ColumnsProps): ReactNode => (
  <div className={styles.columns}>
    {COLUMN_NAMES.map(column => (
      <NativeSelect
        key={column}
        label={titleOf(column)}
        value={mapping[column] === null ? '' : String(mapping[column])}
        onChange={event => {
          const { value } = event.currentTarget;
          onChange({ ...mapping, [column]: value === '' ? null : Number(value) });
        }}
        data={[
          { value: '', label: 'Pas dans le fichier' },
          ...headers.map((header, n) => ({ value: String(n), label: header || `Colonne ${n + 1}` })),
        ]}
      />
    ))}
  </div>
);

function Summary({ found }: { found: Import }): ReactNode {
  const counts = countEtats(found.lines.map(({ etat }) => etat));
  const parts = [
    counts.nouvelle > 0 && `${formatCount(counts.nouvelle, 'nouvelle', 'nouvelles')}`,
    counts.mise_a_jour > 0 && `${counts.mise_a_jour} à mettre à jour`,
    counts.a_decider > 0 && `${counts.a_decider} à décider`,
    counts.refusee > 0 && `${counts.refusee} à corriger dans le fichier`,
    counts.ignoree > 0 && formatCount(counts.ignoree, 'ignorée', 'ignorées'),
  ].filter(part => part !== false);
  return (
    <p role="status">
      {formatCount(found.lines.length, 'ligne', 'lignes')} : {parts.join(', ')}.
    </p>
  );
}

function Done({ done }: { done: NonNullable<Import['run']['data']> }): ReactNode {
  const refused = done.filter(({ result }) => result.status >= 300);
  const written = done.filter(({ result }) => result.status < 300);
  const reachable = written.filter(
    ({ row, result }) => result.status === 201 && (row.item.email || row.item.telephone),
  );
  return (
    <div className="hub-stack">
      <Notice
        state={refused.length > 0 ? 'ambre' : 'vert'}
        title={`${formatCount(written.length, 'personne enregistrée', 'personnes enregistrées')}`}
      >
        {refused.map(({ row, result }) => (
          <p key={row.line}>
            Ligne {row.line} : {result.problem?.detail}
          </p>
        ))}
        <p>
          <Link to="/personnes">Voir les personnes</Link>
        </p>
      </Notice>
      {reachable.length > 0 && (
        <Section title="Les inviter">
          <InviteButton ids={reachable.flatMap(({ result }) => result.personne_id ?? [])} />
        </Section>
      )}
    </div>
  );
}

function Preview({ sheet, onAgain }: { sheet: Sheet; onAgain: () => void }): ReactNode {
  const [mapping, setMapping] = useState(() => guessMapping(sheet.headers));
  const found = useImport(sheet, mapping);
  const { trial, run, ready } = found;
  if (run.data) return <Done done={run.data} />;
  return (
    <>
      <Section title="Colonnes">
        <Columns headers={sheet.headers} mapping={mapping} onChange={setMapping} />
      </Section>
      <Section title="Aperçu">
        {trial.error && <Failure error={trial.error} retry={trial.refetch} />}
        {run.error && <Failure error={run.error} />}
        <Summary found={found} />
        <div className="hub-row">
          <Button
            disabled={ready.length === 0 || trial.isFetching}
            loading={run.isPending}
            onClick={() => run.mutate()}
          >
            {`Importer ${formatCount(ready.length, 'personne', 'personnes')}`}
          </Button>
          <Button variant="default" onClick={onAgain}>
            Choisir un autre fichier
          </Button>
        </div>
        <PreviewTable found={found} mapping={mapping} />
      </Section>
    </>
  );
}

export function ImportPage(): ReactNode {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const allowed = isAdministrateur(useMoi());
  return (
    <Page
      title="Importer des personnes"
      before={
        <Link to="/personnes" className="hub-link">
          Personnes
        </Link>
      }
      sentence="Depuis un fichier de votre paie ou de votre tableur."
    >
      {!allowed && (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Importer des personnes est réservé aux administrateurs.</p>
        </Notice>
      )}
      {allowed && !sheet && <ChooseFile onSheet={setSheet} />}
      {allowed && sheet && <Preview sheet={sheet} onAgain={() => setSheet(null)} />}
    </Page>
  );
}
