import type { Chantier } from '#contract/chantier.ts';

/** The way there, in the app that the phone opens such links with; by the address, which people correct, before the point. */
export function mapsLink({ adresse, latitude, longitude }: Pick<Chantier, 'adresse' | 'latitude' | 'longitude'>) {
  const point = latitude !== null && longitude !== null ? `${latitude},${longitude}` : null;
  const destination = adresse ?? point;
  return destination && `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(destination)}`;
}
