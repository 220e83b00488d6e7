// The first import can be taken back as long as nobody has used what it brought.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Import } from '#contract/import.ts';
import { formatCount } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { Section } from '../../../ui/page.tsx';
import { importQuery, keepImport, renewChantiers, stepImport } from '../api.ts';

export function UndoImport({ run }: { run: Import }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const undo = async () => {
    try {
      keepImport(client, await stepImport(run.id, 'retrait'));
    } catch (error) {
      void client.invalidateQueries({ queryKey: importQuery(run.id).queryKey });
      throw error;
    }
    renewChantiers(client);
    notifications.show({ message: 'Import retiré : ses chantiers ont quitté les listes.' });
  };
  const { created, linked } = run.compte;
  const released =
    linked > 0
      ? ` ${formatCount(linked, 'chantier relié redevient le vôtre', 'chantiers reliés redeviennent les vôtres')}.`
      : '';
  return (
    <Section title="Retirer cet import">
      <div className="hub-row">
        <Button
          variant="outline"
          color="rouge"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          Retirer cet import
        </Button>
        <span className="hub-dim">
          Possible tant que personne n’a travaillé sur ces chantiers. Le premier import pourra être refait.
        </span>
      </div>
      <Ask
        opened={asking}
        title="Retirer le premier import ?"
        consequence={`${formatCount(created, 'chantier créé par cet import quittera', 'chantiers créés par cet import quitteront')} les listes, les recherches et l’API, avec ceux que l’ERP a apportés depuis.${released} Rien ne change dans l’ERP.`}
        action="Retirer l’import"
        onClose={() => setAsking(false)}
        onConfirm={undo}
      />
    </Section>
  );
}
