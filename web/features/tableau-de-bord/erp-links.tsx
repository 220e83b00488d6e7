// The connexions ERP on the first screen: those in trouble in their own words, the others in one line.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { useErpLinks } from '../../lib/erp-links.ts';
import { stateOfLink } from '../../ui/erp/link-state.ts';
import { Simulateur } from '../../ui/erp/simulateur.tsx';
import { Section } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/time.tsx';
import styles from './tableau.module.css';

const LinkLine = ({ link }: { link: ErpLink }): ReactNode => {
  const { state, word, sentence } = stateOfLink(link, useNow());
  return (
    <li className={styles.backup}>
      <StateMark state={state}>{word}</StateMark>
      <Link to="/integrations/$id" params={{ id: link.id } as never}>
        {link.nom}
      </Link>
      <Simulateur shown={link.simulateur} />
      <span>{sentence}.</span>
    </li>
  );
};

export function ErpLinks(): ReactNode {
  const links = useErpLinks();
  if (links.length === 0) return null;
  return (
    <Section
      title="Connexions ERP"
      action={
        <Link to="/integrations" className="hub-link">
          Voir les intégrations
        </Link>
      }
    >
      <ul className={styles.links}>
        {links.map(link => (
          <LinkLine key={link.id} link={link} />
        ))}
      </ul>
    </Section>
  );
}
