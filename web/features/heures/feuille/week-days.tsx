// The days of a feuille, read: chantiers, hours of the clock, panier, zone, comment, where each stands.
import type { ReactNode } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import { MOMENTS_ABSENCE, MOTIFS_ABSENCE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { OpenChronologie } from '../../../ui/chronologie/open-chronologie.tsx';
import { StatutHeures } from '../statut-mark.tsx';
import { capital, longDay, plageWords, shortDay } from '../words.ts';
import styles from './feuille.module.css';

const detailsOf = ({ plages, panier, zone }: Pointage): string =>
  [plageWords(plages), panier === null ? '' : panier ? 'panier' : 'sans panier', zone ? `zone ${zone}` : '']
    .filter(Boolean)
    .join(' · ');

const Line = ({ pointage }: { pointage: Pointage }): ReactNode => (
  <li>
    <span className="hub-row">
      <span className="hub-swatch" style={{ backgroundColor: pointage.couleur }} aria-hidden />
      <span>{pointage.chantier_nom}</span>
      <strong>{formatMinutes(pointage.minutes)}</strong>
      <StatutHeures statut={pointage.statut} />
      <OpenChronologie
        of={{ objet: 'pointage', id: pointage.id }}
        about={`${formatMinutes(pointage.minutes)} sur ${pointage.chantier_nom}, ${longDay(pointage.jour)}`}
      />
    </span>
    {detailsOf(pointage) && <span className="hub-dim hub-small">{detailsOf(pointage)}</span>}
    {pointage.valide && pointage.statut !== 'valide' && (
      <span className="hub-small">Validé auparavant : {formatMinutes(pointage.valide.minutes)}</span>
    )}
    {pointage.commentaire && <span className="hub-small hub-clip">« {pointage.commentaire} »</span>}
    {pointage.motif_rejet && <span className="hub-small hub-clip">Rejeté : « {pointage.motif_rejet} »</span>}
  </li>
);

export const WeekDays = ({ feuille }: { feuille: FeuilleHeures }): ReactNode => (
  <ul className={styles.days}>
    {joursDe(feuille.semaine).map(jour => {
      const pointages = feuille.pointages.filter(pointage => pointage.jour === jour);
      const absence = feuille.absences.find(one => one.jour === jour);
      if (pointages.length === 0 && !absence) return null;
      return (
        <li key={jour}>
          <span className="hub-dim">{capital(shortDay(jour))}</span>
          <div>
            {absence && (
              <p>
                Absent{absence.moment === 'journee' ? '' : ` (${MOMENTS_ABSENCE[absence.moment].toLowerCase()})`}
                {absence.motif && ` : ${MOTIFS_ABSENCE[absence.motif].toLowerCase()}`}
              </p>
            )}
            <ul className={styles.lines}>
              {pointages.map(pointage => (
                <Line key={pointage.id} pointage={pointage} />
              ))}
            </ul>
          </div>
        </li>
      );
    })}
  </ul>
);
