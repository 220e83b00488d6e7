// From what pay finds to where it is put right.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type FeuilleProps = { personne: string; semaine: string; children: ReactNode };

export const FeuilleLink = ({ personne, semaine, children }: FeuilleProps): ReactNode => (
  <Link to="/heures/$personne/$semaine" params={{ personne, semaine }} className="hub-link">
    {children}
  </Link>
);

export const SemaineLink = ({ semaine, children }: { semaine: string; children: ReactNode }): ReactNode => (
  <Link to="/heures" search={{ semaine }} className="hub-link">
    {children}
  </Link>
);

export const AbsencesLink = ({ children }: { children: ReactNode }): ReactNode => (
  <Link to="/absences" search={{ preciser: 'oui', periode: 'toutes' }} className="hub-link">
    {children}
  </Link>
);
