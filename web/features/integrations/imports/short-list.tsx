// The list came back much shorter than what is known: nothing is closed until a person has said what it means.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Import, QuestionImport } from '#contract/import.ts';
import { formatNumber } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { answerImport, keepImport } from '../api.ts';
import styles from './imports.module.css';

export function ShortList({ run, question }: { run: Import; question: QuestionImport }): ReactNode {
  const client = useQueryClient();
  const allowed = isAdministrateur(useMoi());
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: (reponse: 'confirmer' | 'ignorer') => answerImport(run.id, reponse),
    onSuccess: next => keepImport(client, next),
  });
  const { connus, lus, absents } = question;
  return (
    <Notice state="ambre" title={`${formatNumber(absents)} chantiers manquent dans la liste de l’ERP`} alert>
      <p>
        Le hub en connaît {formatNumber(connus)}, l’ERP n’en a montré que {formatNumber(lus)}. C’est peut-être un grand
        ménage, peut-être une panne ou un droit retiré chez l’ERP. Rien n’a été supprimé ; la lecture attend votre
        réponse.
      </p>
      {allowed ? (
        <ul className={styles.answers}>
          <li>
            <Button variant="default" loading={isPending && variables === 'ignorer'} onClick={() => mutate('ignorer')}>
              Garder ces chantiers
            </Button>
            <span className="hub-small">La lecture se termine ; la suivante regardera de nouveau.</span>
          </li>
          <li>
            <Button
              variant="default"
              loading={isPending && variables === 'confirmer'}
              onClick={() => mutate('confirmer')}
            >
              Les vérifier un par un
            </Button>
            <span className="hub-small">
              Si c’est voulu : seuls ceux que l’ERP confirme supprimés le seront ici ; ceux qu’il masque restent.
            </span>
          </li>
        </ul>
      ) : (
        <p>Un administrateur doit répondre.</p>
      )}
      {error && <Failure error={error} />}
    </Notice>
  );
}
