// « Envoyer maintenant »: a period is chosen, and what leaves is told before it does.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ajouterJours, bornesDe, lundiAvant, moisDe } from '#contract/calendrier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import { keepEnvoi, startEnvoi } from '../../../lib/envois.ts';
import { parisDay } from '../../../lib/format.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { Failure } from '../../failure.tsx';
import { spokenName } from '../link-state.ts';
import styles from './send-now.module.css';
import { sayPeriod } from './words.ts';

type Period = { du: string; au: string };

/** Never past today: hours of tomorrow are not worked. */
function presets(today: string): [string, Period][] {
  const lundi = lundiAvant(today);
  const mois = bornesDe(moisDe(ajouterJours(`${moisDe(today)}-01`, -1)));
  return [
    ['Cette semaine', { du: lundi, au: today }],
    ['La semaine dernière', { du: ajouterJours(lundi, -7), au: ajouterJours(lundi, -1) }],
    ['Le mois dernier', { du: mois.debut, au: mois.fin }],
  ];
}

const wrongOf = ({ du, au }: Period, today: string): Partial<Period> => ({
  ...(du ? {} : { du: 'Choisissez le premier jour.' }),
  ...(!au
    ? { au: 'Choisissez le dernier jour.' }
    : au > today
      ? { au: 'La période finit aujourd’hui au plus tard.' }
      : du > au
        ? { au: 'La fin précède le début.' }
        : {}),
});

function SendForm({ links, onClose }: { links: ErpLink[]; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const whole = canDoPaie(useMoi());
  const today = parisDay(Date.now());
  const [first, ...others] = presets(today);
  const [link_id, setLink] = useState(links[0]?.id ?? '');
  const [period, setPeriod] = useState<Period>(first![1]);
  const [wrong, setWrong] = useState<Partial<Period>>({});
  // One request, however often it is sent.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => startEnvoi({ link_id, ...period }, key),
    onSuccess: envoi => {
      keepEnvoi(client, envoi);
      onClose();
      void navigate({ to: '/envois/$id', params: { id: envoi.id } as never });
    },
  });
  const put = (next: Partial<Period>) => {
    setPeriod({ ...period, ...next });
    setWrong({});
    setKey(crypto.randomUUID());
  };
  const submit = () => {
    const found = wrongOf(period, today);
    setWrong(found);
    if (Object.keys(found).length === 0) mutate();
    else document.getElementById(`envoi-${Object.keys(found)[0]}`)?.focus();
  };
  const day = (name: 'du' | 'au', label: string) => (
    <TextInput
      id={`envoi-${name}`}
      type="date"
      label={label}
      max={today}
      value={period[name]}
      error={wrong[name]}
      onChange={event => put({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      className="hub-stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      {links.length > 1 && (
        <NativeSelect
          label="Connexion"
          data={links.map(link => ({ value: link.id, label: spokenName(link) }))}
          value={link_id}
          onChange={event => {
            setLink(event.currentTarget.value);
            setKey(crypto.randomUUID());
          }}
        />
      )}
      <fieldset className={styles.presets}>
        <legend className="hub-hidden">Périodes usuelles</legend>
        {[first!, ...others].map(([name, choice]) => (
          <Button
            key={name}
            variant="default"
            size="xs"
            aria-pressed={choice.du === period.du && choice.au === period.au}
            onClick={() => put(choice)}
          >
            {name}
          </Button>
        ))}
      </fieldset>
      <div className={styles.days}>
        {day('du', 'Du')}
        {day('au', 'Au')}
      </div>
      <p>
        {whole
          ? 'Partent les heures validées de cette période qui ne sont pas encore dans l’ERP, et celles d’avant restées en arrière : elles seront marquées « rattrapage ».'
          : 'Partent les journées validées qui touchent vos chantiers et ne sont pas encore dans l’ERP. Une personne part toujours par journée entière.'}
      </p>
      {error && <Failure error={error} />}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        <Button type="submit" loading={isPending} leftSection={<IconSend size={16} aria-hidden />}>
          Envoyer {period.du && period.au && period.du <= period.au ? `: ${sayPeriod(period)}` : ''}
        </Button>
      </div>
    </form>
  );
}

/** Connexions that take hours and answer; nothing is offered without any. */
export const canTakeHours = (link: Pick<ErpLink, 'etat' | 'traits'>): boolean =>
  link.etat === 'active' && link.traits.hours !== 'none';

export function SendNow({ links, variant }: { links: ErpLink[]; variant?: 'default' }): ReactNode {
  const [opened, setOpened] = useState(false);
  const able = links.filter(canTakeHours);
  if (able.length === 0) return null;
  return (
    <>
      <Button
        {...(variant ? { variant } : {})}
        leftSection={<IconSend size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Envoyer maintenant
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Envoyer les heures validées"
        centered
        closeButtonProps={{ 'aria-label': 'Fermer' }}
        transitionProps={{ duration: 120 }}
      >
        <SendForm links={able} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}
