// The access is tried against the ERP before anything is kept; then how often chantiers should come.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Connecteur, ErpAccountSeen, UpdateErpLink } from '#contract/erp-link.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Notice } from '../../../ui/failure.tsx';
import { Section } from '../../../ui/page.tsx';
import { SchemaForm } from '../../../ui/schema-form.tsx';
import { connectLink, keepLink, testLink } from '../api.ts';
import { type Access, atFields, sheetOf } from '../connecteur-form.ts';
import { NO_HOURS } from '../envoi-heures/words.ts';
import { RhythmForm } from '../rhythm-form.tsx';
import styles from './connect.module.css';

type Tested = { access: Access; seen: ErpAccountSeen };

const Help = ({ connecteur }: { connecteur: Connecteur }): ReactNode => (
  <aside className={styles.help} aria-labelledby="aide-acces">
    <h2 id="aide-acces">Obtenir l’accès</h2>
    <p>{connecteur.resume}</p>
    <ol className={styles.helpSteps}>
      {connecteur.aide.map(step => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  </aside>
);

type SeenProps = { seen: ErpAccountSeen; nom: string; onChange: () => void };

/** What the ERP answered, in words. Takes the focus: it is what the person was waiting for. */
function Seen({ seen, nom, onChange }: SeenProps): ReactNode {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <div ref={here} tabIndex={-1} className={styles.seen}>
      <Notice
        state={seen.chantiers && seen.heures ? 'vert' : 'ambre'}
        title={
          seen.chantiers ? `${nom} répond et reconnaît cet accès` : `${nom} répond, mais n’ouvre pas les chantiers`
        }
        alert
      >
        <ul className={styles.seenList}>
          <li>{seen.compte ? `Compte : ${seen.compte}` : 'Le compte ne dit pas son nom'}</li>
          {seen.simulateur && (
            <li>
              <Simulateur shown /> Cette adresse n’est pas celle de l’éditeur : les chantiers seront ceux d’un
              simulateur.
            </li>
          )}
          <li>
            {seen.chantiers
              ? 'Chantiers : lisibles'
              : 'Chantiers : refusés. Vérifiez la formule et les droits de ce compte chez l’éditeur.'}
          </li>
          <li>
            {seen.heures
              ? 'Heures : elles pourront être envoyées'
              : `Heures : refusées. ${NO_HOURS} Vous pouvez connecter sans attendre : les chantiers arriveront.`}
          </li>
        </ul>
        <div>
          <Button variant="default" size="xs" onClick={onChange}>
            Changer l’accès
          </Button>
        </div>
      </Notice>
    </div>
  );
}

function useConnect(connecteur: Connecteur) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (tested: Tested, rhythm: UpdateErpLink) => {
    const link = await connectLink({ kind: connecteur.kind, ...tested.access, ...rhythm });
    keepLink(client, link);
    notifications.show({ message: `${spokenName(link)} est connecté.` });
    await navigate({ to: '/integrations/$id/mise-en-route', params: { id: link.id } });
  };
}

export function AccessStep({ connecteur }: { connecteur: Connecteur }): ReactNode {
  const sheet = useMemo(() => sheetOf(connecteur.form), [connecteur]);
  const [tested, setTested] = useState<Tested | null>(null);
  const connect = useConnect(connecteur);
  const test = async (value: object) => {
    const access = sheet.split(value);
    const seen = await testLink({ kind: connecteur.kind, ...access }).catch((error: unknown) => {
      throw atFields(error);
    });
    setTested({ access, seen });
  };
  return (
    <div className={styles.access}>
      <div className="hub-stack">
        {/* Hidden, not gone: what was typed is there again for whoever changes his mind. */}
        <div hidden={tested !== null}>
          <SchemaForm
            schema={sheet.schema}
            narrow
            guarded
            sections={sheet.sections}
            submit={`Tester l’accès à ${connecteur.nom}`}
            onSubmit={test}
          />
        </div>
        {tested && <Seen seen={tested.seen} nom={connecteur.nom} onChange={() => setTested(null)} />}
        {tested?.seen.chantiers && (
          <Section title="Comment les chantiers arrivent">
            <RhythmForm
              initial={{
                nom: connecteur.nom,
                frequence: 'temps_reel',
                heure: '05:00',
                historique_mois: 24,
                relier_par_code: false,
              }}
              submit="Connecter"
              onSubmit={rhythm => connect(tested, rhythm)}
            />
          </Section>
        )}
      </div>
      {!tested && <Help connecteur={connecteur} />}
    </div>
  );
}
