// « Envoyer maintenant »: a period is chosen, and what leaves is told before it does.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ajouterJours, bornesDe, lundiAvant, moisDe } from '#contract/calendrier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import { keepEnvoi, startEnvoi } from '../../../lib/envois.ts';
import { parisDay } from '../../../lib/format.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { Failure } from '../../failure.tsx';
import { spokenName } from '../link-state.ts';
import styles from './send-now.module.css';

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

function useSend(links: ErpLink[], onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const today = parisDay(Date.now());
  const [asked, setAsked] = useState({ link_id: links[0]?.id ?? '', ...presets(today)[0]![1] });
  const [wrong, setWrong] = useState<Partial<Period>>({});
  // One request, however often it is sent.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => startEnvoi(asked, key),
    onSuccess: envoi => {
      keepEnvoi(client, envoi);
      onClose();
      void navigate({ to: '/envois/$id', params: { id: envoi.id } as never });
    },
  });
  const put = (next: Partial<typeof asked>) => {
    setAsked({ ...asked, ...next });
    setWrong({});
    setKey(crypto.randomUUID());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = wrongOf(asked, today);
    setWrong(found);
    const first = Object.keys(found)[0];
    if (first) document.getElementById(`envoi-${first}`)?.focus();
    else mutate();
  };
  return { today, asked, put, wrong, submit, isPending, error };
}

const WHOLE =
  'Partent les heures validées de cette période qui ne sont pas encore dans l’ERP, et celles d’avant restées en arrière : elles seront marquées « rattrapage ».';
const OWN =
  'Partent les journées validées qui touchent vos chantiers et ne sont pas encore dans l’ERP. Une personne part toujours par journée entière.';

function SendForm({ links, onClose }: { links: ErpLink[]; onClose: () => void }): ReactNode {
  const whole = canDoPaie(useMoi());
  const { today, asked, put, wrong, submit, isPending, error } = useSend(links, onClose);
  const { du, au } = asked;
  const day = (name: 'du' | 'au', label: string) => (
    <TextInput
      id={`envoi-${name}`}
      type="date"
      label={label}
      max={today}
      value={asked[name]}
      error={wrong[name]}
      onChange={event => put({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form className="hub-stack" noValidate onSubmit={submit}>
      {links.length > 1 && (
        <NativeSelect
          label="Connexion"
          data={links.map(link => ({ value: link.id, label: spokenName(link) }))}
          value={asked.link_id}
          onChange={event => put({ link_id: event.currentTarget.value })}
        />
      )}
      <fieldset className={styles.presets}>
        <legend className="hub-hidden">Périodes usuelles</legend>
        {presets(today).map(([name, choice]) => (
          <Button
            key={name}
            variant="default"
            size="xs"
            aria-pressed={choice.du === du && choice.au === au}
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
      <p>{whole ? WHOLE : OWN}</p>
      {error && <Failure error={error} />}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        <Button type="submit" loading={isPending} leftSection={<IconSend size={16} aria-hidden />}>
          Envoyer
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
