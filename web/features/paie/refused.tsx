import type { ReactNode } from 'react';
import { Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';

export const Refused = ({ title }: { title: string }): ReactNode => (
  <Page title={title}>
    <Notice state="gris" title="Vous n’avez pas ce droit">
      <p>
        La paie est réservée aux administrateurs et aux gestionnaires de paie. Un administrateur peut vous donner ce
        droit sur votre fiche.
      </p>
    </Notice>
  </Page>
);
