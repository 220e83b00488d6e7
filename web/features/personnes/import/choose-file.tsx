import { Button } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { download } from '../../../lib/download.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { templateCsv } from './columns.ts';
import { FileRefused, readFile, type Sheet } from './read-file.ts';

export function ChooseFile({ onSheet }: { onSheet: (sheet: Sheet) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>(null);
  const read = async (file: File | undefined) => {
    setError(null);
    if (!file) return;
    try {
      onSheet(await readFile(file));
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <div className="hub-stack">
      <p>
        Un fichier CSV ou Excel (.xlsx), une personne par ligne, les titres sur la première. 500 lignes et 2 Mo au plus.
        Il est lu ici, dans votre navigateur ; rien n’est enregistré avant que vous l’ayez vu.
      </p>
      <div className="hub-row">
        <Button leftSection={<IconFileSpreadsheet size={16} aria-hidden />} onClick={() => input.current?.click()}>
          Choisir un fichier
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download('modele-personnes.csv', templateCsv(), 'text/csv')}
        >
          Télécharger un modèle
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        className="hub-hidden"
        tabIndex={-1}
        aria-label="Fichier de personnes"
        accept=".csv,.txt,.xlsx"
        onChange={event => void read(event.currentTarget.files?.[0])}
      />
      {error instanceof FileRefused && (
        <Notice state="ambre" title="Fichier non lu" alert>
          <p>{error.message}</p>
        </Notice>
      )}
      {error !== null && !(error instanceof FileRefused) && <Failure error={error} />}
    </div>
  );
}
