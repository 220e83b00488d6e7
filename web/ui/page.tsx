// The frame of every page: title, one sentence of state, one primary action, then the content.
import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

type PageProps = {
  title: string;
  before?: ReactNode;
  /** Beside the title: what must not be missed of the thing itself. */
  badge?: ReactNode;
  sentence?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
};

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Hub Chantier`;
  }, [title]);
}

export function Page({ title, before, badge, sentence, action, children }: PageProps): ReactNode {
  useTitle(title);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.titles}>
          {before}
          <div className={styles.titleLine}>
            <h1 tabIndex={-1}>{title}</h1>
            {badge}
          </div>
          {/* Always there, so that the sentence arriving moves nothing. */}
          <p className={styles.sentence}>{sentence ?? '\u00a0'}</p>
        </div>
        {action && <div className={styles.action}>{action}</div>}
      </header>
      {children}
    </div>
  );
}

type SectionProps = { title: string; action?: ReactNode; children: ReactNode };

export const Section = ({ title, action, children }: SectionProps): ReactNode => (
  <section className={styles.section}>
    <div className={styles.sectionHead}>
      <h2>{title}</h2>
      {action}
    </div>
    {children}
  </section>
);

/** Name and value pairs. A missing value says so, it does not leave a hole. */
export const Facts = ({ facts }: { facts: [name: string, value: ReactNode][] }): ReactNode => (
  <dl className={styles.facts}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value ?? <span className="hub-dim">Non renseigné</span>}</dd>
      </div>
    ))}
  </dl>
);
