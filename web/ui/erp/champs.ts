// The fields of a chantier that an ERP gives: their names, and how a value kept as text is read. Pure.
import { ERP_FIELDS, type ErpField } from '#contract/chantier-from-erp.ts';
import { formatDay } from '#contract/dates.ts';
import { STATUTS_CHANTIER, StatutChantier } from '#contract/values.ts';
import { formatMinutes } from '../../lib/format.ts';

export const CHAMPS: Record<ErpField, string> = {
  code: 'Code',
  nom: 'Nom',
  statut: 'Statut',
  adresse: 'Adresse',
  maitre_ouvrage: 'Maître d’ouvrage',
  date_debut: 'Début',
  date_fin: 'Fin',
  minutes_estimees: 'Budget d’heures',
  contacts: 'Contacts sur place',
};
export const isErpField = (champ: string): champ is ErpField => ERP_FIELDS.includes(champ as ErpField);
export const sayChamp = (champ: string): string => (isErpField(champ) ? CHAMPS[champ] : champ);

/** `12 déc. 2026`, `1 200 h`, `En cours`; « Vide » where there is nothing. */
export function sayValeur(champ: string, valeur: string | null): string {
  if (valeur === null || valeur === '') return 'Vide';
  if (champ === 'date_debut' || champ === 'date_fin') return formatDay(valeur);
  if (champ === 'minutes_estimees') return formatMinutes(Number(valeur));
  const statut = champ === 'statut' ? StatutChantier.safeParse(valeur) : null;
  return statut?.success ? STATUTS_CHANTIER[statut.data] : valeur;
}
