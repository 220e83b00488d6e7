// Switching the sending of hours on, or changing when they leave. Switched on, it asks each time what becomes of hours
// that wait already, and once that our times may be indicative.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { ReglagesEnvoi, SetReglagesEnvoi } from '#contract/export.ts';
import { isProblem } from '../../../lib/api.ts';
import { reglagesQuery, renewEnvois, setReglages } from '../../../lib/envois.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import styles from '../rhythm-form.module.css';
import { hourFits, ScheduleFields } from './schedule-fields.tsx';
import { sayBacklog } from './words.ts';

type Backlog = { arriere?: 'envoyer' | 'laisser'; depuis?: string };
type BacklogProps = {
  reglages: ReglagesEnvoi;
  backlog: Backlog;
  onChange: (backlog: Backlog) => void;
  wrong: string | undefined;
};

function BacklogQuestion({ reglages, backlog, onChange, wrong }: BacklogProps): ReactNode {
  const { arriere } = reglages;
  const first = arriere.premier ?? '';
  const choice = (value: 'envoyer' | 'laisser', name: string, help: string) => (
    <label className={styles.choice}>
      <input
        type="radio"
        name="arriere"
        id={`arriere-${value}`}
        checked={backlog.arriere === value}
        onChange={() => onChange(value === 'envoyer' ? { arriere: value, depuis: first } : { arriere: value })}
      />
      <span>
        <span className={styles.name}>{name}</span>
        <span className="hub-dim hub-small">{help}</span>
      </span>
    </label>
  );
  return (
    <>
      <fieldset className={styles.choices} aria-describedby={wrong ? 'arriere-erreur' : undefined}>
        <legend>Des heures validées attendent déjà : {sayBacklog(arriere)}</legend>
        {choice('envoyer', 'Les envoyer aussi', 'Elles partent avec le premier envoi, marquées « rattrapage ».')}
        {choice('laisser', 'Ne pas les envoyer', 'Seules partent les heures à partir d’aujourd’hui.')}
        {wrong && (
          <p id="arriere-erreur" className={styles.wrong}>
            {wrong}
          </p>
        )}
      </fieldset>
      {backlog.arriere === 'envoyer' && (
        <TextInput
          type="date"
          label="Premier jour à envoyer"
          description="Ce qui est d’avant est déjà dans l’ERP, ou n’a pas à y être."
          value={backlog.depuis ?? ''}
          onChange={event => onChange({ arriere: 'envoyer', depuis: event.currentTarget.value })}
        />
      )}
    </>
  );
}

const AcceptTimes = ({ nom, checked, wrong, onChange }: AcceptProps): ReactNode => (
  <Checkbox
    id="horaires-indicatifs"
    checked={checked}
    error={wrong}
    onChange={event => onChange(event.currentTarget.checked)}
    label="Horaires indicatifs, seule la durée fait foi : je l’accepte"
    description={`${nom} veut un début et une fin. Là où seule une durée est saisie, le hub écrit l’horaire collectif, et le dit sur chaque ligne.`}
  />
);
type AcceptProps = { nom: string; checked: boolean; wrong: string | undefined; onChange: (checked: boolean) => void };

type Wrong = { heure?: string; arriere?: string; horaires?: string };
const FIRST_WRONG = { heure: 'envoi-heure', arriere: 'arriere-envoyer', horaires: 'horaires-indicatifs' };

function useSettings(link: ErpLink, reglages: ReglagesEnvoi, onDone: () => void) {
  const client = useQueryClient();
  const begins = !reglages.actif;
  const { frequence, jour, heure } = reglages;
  const [schedule, setSchedule] = useState({ frequence, jour, heure: heure.slice(0, 5) });
  const [backlog, setBacklog] = useState<Backlog>({});
  const [accepted, setAccepted] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const asksBacklog = begins && reglages.arriere.jours > 0;
  const asksTimes = reglages.horaires_demandes && reglages.horaires_acceptes_at === null;
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: SetReglagesEnvoi) => setReglages(reglages, body),
    onSuccess: saved => {
      client.setQueryData(reglagesQuery(link.id).queryKey, saved);
      void renewEnvois(client);
      notifications.show({ message: begins ? 'L’envoi des heures est en marche.' : 'Réglages enregistrés.' });
      onDone();
    },
    // Somebody changed it, or hours were validated meanwhile: what is asked is asked of what there is now.
    onError: failed => {
      if (isProblem(failed, 'precondition.failed') || isProblem(failed, 'export.backlog_unanswered'))
        void client.invalidateQueries({ queryKey: reglagesQuery(link.id).queryKey });
    },
  });
  const submit = () => {
    const found: Wrong = {
      ...(hourFits(schedule.heure) ? {} : { heure: 'Choisissez une heure, par exemple 06:00.' }),
      ...(asksBacklog && !backlog.arriere ? { arriere: 'Dites si ces heures partent aussi.' } : {}),
      ...(asksTimes && !accepted ? { horaires: 'Sans cet accord, rien ne peut partir vers cet ERP.' } : {}),
    };
    setWrong(found);
    const first = (Object.keys(found) as (keyof Wrong)[])[0];
    if (first) return document.getElementById(FIRST_WRONG[first])?.focus();
    const { arriere, depuis } = asksBacklog ? backlog : {};
    mutate({
      ...schedule,
      actif: true,
      ...(arriere ? { arriere } : {}),
      ...(arriere === 'envoyer' && depuis ? { depuis } : {}),
      ...(asksTimes ? { horaires_acceptes: true as const } : {}),
    });
  };
  return {
    ...{ begins, schedule, setSchedule, backlog, setBacklog, accepted, setAccepted, wrong },
    ...{ asksBacklog, asksTimes, submit, isPending, error },
  };
}

type DialogProps = { link: ErpLink; reglages: ReglagesEnvoi; onClose: () => void };

function SettingsForm({ link, reglages, onClose }: DialogProps): ReactNode {
  const form = useSettings(link, reglages, onClose);
  return (
    <form
      className="hub-stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        form.submit();
      }}
    >
      <ScheduleFields schedule={form.schedule} onChange={form.setSchedule} wrong={form.wrong.heure} />
      {form.asksBacklog && (
        <BacklogQuestion
          reglages={reglages}
          backlog={form.backlog}
          onChange={form.setBacklog}
          wrong={form.wrong.arriere}
        />
      )}
      {form.asksTimes && (
        <AcceptTimes
          nom={spokenName(link)}
          checked={form.accepted}
          wrong={form.wrong.horaires}
          onChange={form.setAccepted}
        />
      )}
      {isProblem(form.error, 'precondition.failed') ? (
        <Notice state="ambre" title="Quelqu’un a changé ces réglages entre-temps" alert>
          <p>Vos choix sont encore là : relisez-les, puis enregistrez à nouveau.</p>
        </Notice>
      ) : (
        form.error && <Failure error={form.error} />
      )}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        <Button type="submit" loading={form.isPending}>
          {form.begins ? 'Activer l’envoi' : 'Enregistrer'}
        </Button>
      </div>
    </form>
  );
}

export const SettingsDialog = ({ opened, ...props }: DialogProps & { opened: boolean }): ReactNode => (
  <Modal
    opened={opened}
    onClose={props.onClose}
    title={props.reglages.actif ? 'Quand partent les heures' : 'Activer l’envoi des heures'}
    size="34rem"
    centered
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    transitionProps={{ duration: 120 }}
  >
    <SettingsForm {...props} />
  </Modal>
);
