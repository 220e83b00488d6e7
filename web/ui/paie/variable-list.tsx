// Quantities by day; those written by hand say so, and can be given back to the rules.

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHandFinger } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatWholeDay } from '#contract/dates.ts';
import type { VariablePaie } from '#contract/paie.ts';
import { Ask } from '../dialogs.tsx';
import { Empty } from '../failure.tsx';
import { deleteVariable, forgetPaie } from './api.ts';
import { EditVariable } from './variable-form.tsx';
import styles from './variables.module.css';
import { capital, quantiteWords } from './words.ts';

type LineProps = { variable: VariablePaie; editable: boolean };

function Remove({ variable }: { variable: VariablePaie }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const what = `${variable.libelle}, ${formatWholeDay(variable.jour)}`;
  const remove = async () => {
    await deleteVariable(variable).finally(() => forgetPaie(client));
    notifications.show({ message: 'Ligne supprimée.' });
  };
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Supprimer ${what}`} onClick={() => setAsking(true)}>
        Supprimer
      </Button>
      <Ask
        opened={asking}
        title={`Supprimer « ${variable.libelle} » ?`}
        consequence={`La ligne du ${formatWholeDay(variable.jour)} disparaît. Si une règle écrit cette rubrique, elle la recalcule aussitôt.`}
        action="Supprimer"
        onClose={() => setAsking(false)}
        onConfirm={remove}
      />
    </>
  );
}

function Line({ variable, editable }: LineProps): ReactNode {
  const [editing, setEditing] = useState(false);
  const { libelle, quantite, unite, zone, origine, commentaire, jour } = variable;
  const byHand = origine === 'main';
  return (
    <li className={styles.line}>
      <span className={styles.what}>
        {libelle}
        {zone && <span className="hub-dim"> · zone {zone}</span>}
        {byHand && (
          <span className={styles.hand}>
            <IconHandFinger size={14} aria-hidden /> à la main
          </span>
        )}
        {commentaire && <span className={styles.comment}>« {commentaire} »</span>}
      </span>
      <span className={styles.quantite}>{quantiteWords(quantite, unite)}</span>
      {editable && (
        <span className={styles.acts}>
          <Button
            size="xs"
            variant="default"
            aria-label={`Changer ${libelle}, ${formatWholeDay(jour)}`}
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            Changer
          </Button>
          {byHand && <Remove variable={variable} />}
        </span>
      )}
      {editing && (
        <div className={styles.form}>
          <EditVariable variable={variable} onDone={() => setEditing(false)} />
        </div>
      )}
    </li>
  );
}

export function VariableList({ variables, editable }: { variables: VariablePaie[]; editable: boolean }): ReactNode {
  if (variables.length === 0)
    return <Empty title="Aucune variable">Les heures et les absences en donnent dès leur saisie.</Empty>;
  const days = [...Map.groupBy(variables, ({ jour }) => jour).entries()];
  return (
    <div className={styles.days}>
      {days.map(([jour, own]) => (
        <section key={jour} aria-label={formatWholeDay(jour)}>
          <h4 className={styles.day}>{capital(formatWholeDay(jour))}</h4>
          <ul className={styles.lines}>
            {own.map(variable => (
              <Line key={variable.id} variable={variable} editable={editable} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
