import type { ReactNode } from 'react';
import { Versions } from '../../../ui/versions.tsx';

export type VersionRow = [name: string, mine: string, stored: string];

/** What one wanted beside what stands. */
export const BothVersions = ({ rows }: { rows: VersionRow[] }): ReactNode => (
  <Versions
    caption="Votre version et la version enregistrée"
    what="Champ"
    here="Votre version"
    there="Version enregistrée"
    rows={rows.map(([name, here, there]) => ({ key: name, where: name, here, there }))}
  />
);
