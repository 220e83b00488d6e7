// What went wrong, what it means, what to do next: one face for every failure.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem, OfflineError } from '../lib/api.ts';
import { Copy } from './copy.tsx';
import styles from './notice.module.css';
import { type State, StateShape } from './state-mark.tsx';

type NoticeProps = { state: State; title: string; children?: ReactNode; alert?: boolean };

/** A framed message inside a page. `alert` is read out at once by a screen reader. */
export const Notice = ({ state, title, children, alert }: NoticeProps): ReactNode => (
  <div className={styles.notice} data-state={state} role={alert ? 'alert' : undefined}>
    <span className={styles.shape}>
      <StateShape state={state} />
    </span>
    <div className={styles.words}>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  </div>
);

const RequestId = ({ id }: { id: string }): ReactNode =>
  id ? (
    <div className="hub-row hub-small">
      <span className="hub-dim">
        Identifiant de la demande : <code className="hub-clip">{id}</code>
      </span>
      <Copy text={id} label="Copier l’identifiant" />
    </div>
  ) : null;

/** `right` names what the page needs, for the refused state: « lire les personnes ». */
type FailureProps = { error: unknown; retry?: (() => void) | undefined; right?: string };

function wordsOf(error: unknown, right: string | undefined): { state: State; title: string; detail: string } {
  if (error instanceof OfflineError)
    return {
      state: 'ambre',
      title: 'Le hub ne répond pas',
      detail: 'Vérifiez votre connexion au réseau, puis réessayez. Rien n’a été perdu de ce qui était enregistré.',
    };
  if (!(error instanceof ApiProblem))
    return {
      state: 'rouge',
      title: 'Cette page s’est arrêtée',
      detail: 'Une erreur de notre part. Rechargez la page ; si cela recommence, prévenez votre administrateur.',
    };
  if (error.status === 403 && right)
    return {
      state: 'gris',
      title: 'Vous n’avez pas ce droit',
      detail: `Il manque à votre rôle le droit de ${right}. Un administrateur l’a, et peut changer votre rôle.`,
    };
  const state = error.status >= 500 ? 'rouge' : error.status === 403 || error.status === 404 ? 'gris' : 'ambre';
  return { state, title: error.title, detail: error.detail };
}

export function Failure({ error, retry, right }: FailureProps): ReactNode {
  const { state, title, detail } = wordsOf(error, right);
  const useless = error instanceof ApiProblem && (error.status === 403 || error.status === 404);
  return (
    <Notice state={state} title={title} alert>
      <p>{detail}</p>
      {error instanceof ApiProblem && error.status >= 500 && <RequestId id={error.request_id} />}
      {retry && !useless && (
        <div>
          <Button variant="default" size="xs" onClick={retry}>
            Réessayer
          </Button>
        </div>
      )}
    </Notice>
  );
}

type EmptyProps = { title: string; children?: ReactNode; action?: ReactNode };

/** Nothing yet: what will appear here, and the first step. */
export const Empty = ({ title, children, action }: EmptyProps): ReactNode => (
  <div className={styles.empty}>
    <p className={styles.title}>{title}</p>
    {children && <p className="hub-dim">{children}</p>}
    {action && <div className="hub-row">{action}</div>}
  </div>
);
