// The second factor: a QR code to scan, or the secret to type, then a first code to prove it works.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { encode } from 'uqr';
import type { z } from 'zod';
import { TotpConfirm, type TotpStart, TotpStop } from '#contract/session.ts';
import { sessionQuery } from '../../lib/session.ts';
import { Copy } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { confirmTotp, startTotp, stopTotp } from './api.ts';
import styles from './totp.module.css';

type Started = z.infer<typeof TotpStart>;

/** Drawn as one path: dark modules on white in both themes, for cameras. */
function Qr({ text }: { text: string }): ReactNode {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { border: 2 });
    const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
    return { size, path: squares.join('') };
  }, [text]);
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code à lire avec l’application"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

type EnrolProps = { started: Started; onDone: () => Promise<void>; onCancel: () => void };

const Enrol = ({ started, onDone, onCancel }: EnrolProps): ReactNode => (
  <div className={styles.enrol}>
    <Qr text={started.otpauth_url} />
    <div className="hub-stack">
      <p>Lisez ce QR code avec votre application d’authentification, ou saisissez-y cette clé :</p>
      <p className="hub-row">
        <code className="hub-clip">{started.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <Copy text={started.secret} label="Copier la clé" />
      </p>
      <SchemaForm
        schema={TotpConfirm}
        narrow
        looks={{
          code_totp: {
            title: 'Code affiché par l’application',
            autoComplete: 'one-time-code',
            inputMode: 'numeric',
            focus: true,
          },
        }}
        problemFields={{ 'sign_in.totp_refused': 'code_totp' }}
        submit="Activer le code"
        onCancel={onCancel}
        onSubmit={async body => {
          await confirmTotp(body);
          await onDone();
        }}
      />
    </div>
  </div>
);

export function Totp({ active }: { active: boolean }): ReactNode {
  const client = useQueryClient();
  const [stopping, setStopping] = useState(false);
  const { mutate: start, data: started, error, isPending, reset } = useMutation({ mutationFn: startTotp });
  const done = async (message: string) => {
    reset();
    setStopping(false);
    notifications.show({ message });
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  if (!active && started)
    return <Enrol started={started} onCancel={reset} onDone={() => done('Code de sécurité activé.')} />;
  if (stopping)
    return (
      <SchemaForm
        schema={TotpStop}
        narrow
        looks={{
          mot_de_passe: {
            type: 'password',
            autoComplete: 'current-password',
            help: 'Votre mot de passe suffira ensuite pour vous connecter.',
            focus: true,
          },
        }}
        problemFields={{ 'sign_in.refused': 'mot_de_passe' }}
        submit="Arrêter le code de sécurité"
        onCancel={() => setStopping(false)}
        onSubmit={async body => {
          await stopTotp(body);
          await done('Code de sécurité arrêté.');
        }}
      />
    );
  return (
    <>
      <div className="hub-row">
        <StateMark state={active ? 'vert' : 'gris'}>{active ? 'Activé' : 'Non activé'}</StateMark>
        <span className="hub-dim">Un code à 6 chiffres, en plus du mot de passe, à chaque connexion.</span>
      </div>
      {error && <Failure error={error} />}
      <div>
        {active ? (
          <Button variant="default" onClick={() => setStopping(true)}>
            Arrêter le code de sécurité
          </Button>
        ) : (
          <Button variant="default" loading={isPending} onClick={() => start()}>
            Activer un code de sécurité
          </Button>
        )}
      </div>
    </>
  );
}
