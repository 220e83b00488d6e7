/** The first page of the reference, in Markdown. */
export const INTRODUCTION = `API du Hub Chantier Intégrations : chantiers et personnes d’une entreprise du bâtiment.

**S’identifier.** Une clé API (\`Authorization: Bearer hbc_…\`) ouvre les routes \`/api/v1\` que ses droits permettent.
Un jeton d’accès (\`Authorization: Bearer eyJ…\`, donné par \`POST /api/auth/token\`) ouvre tout ce que la personne peut faire.
Dans les deux cas, on ne voit et on ne change que ce que la personne peut voir et changer dans l’application.

**Format.** JSON en UTF-8, champs en \`snake_case\`. Les instants sont en UTC (\`2026-11-23T08:15:00.000Z\`), les jours sans
fuseau (\`2026-11-23\`), les durées en minutes. Un champ inconnu dans une demande est refusé ; un caractère de contrôle dans un
texte aussi. Dans une réponse, ignorez les champs que vous ne connaissez pas : il peut s’en ajouter.

**Listes.** \`limit\` (200 au plus) et \`cursor\` : renvoyez \`next_cursor\` jusqu’à ce qu’il soit null. \`fields=nom,code\` ne rend que
ces champs. Un curseur d’avant une restauration de la base répond 410.

**Synchronisation.** Avec \`sort=changed\`, la liste suit l’ordre des modifications et n’en manque aucune : \`next_cursor\` n’est jamais
null, lisez tant que \`has_more\` est vrai, gardez le dernier curseur et repartez de lui la fois suivante. Avec \`include_deleted=true\`,
\`deleted\` dit aussi ce qui a été supprimé ou ne vous est plus visible. Un élément qui cesse de répondre à vos filtres n’y figure pas :
synchronisez sans filtre. Restez absent moins de 90 jours ; au-delà, ou si vos droits ou les chantiers de la clé ont changé : 410,
reprenez à la première page.

**Répétitions.** Toute création accepte un en-tête \`Idempotency-Key\` : la même demande renvoyée dans les 24 h n’est pas refaite et
reçoit la même réponse (\`Idempotency-Replayed: true\`) ; 409 tant qu’elle est en cours, 422 si elle a changé.

**Versions.** Une lecture donne un \`ETag\` ; une modification le redemande dans \`If-Match\` (428 sans lui, 412 si quelqu’un a
modifié entre-temps). Avec \`If-None-Match\`, une lecture inchangée répond 304.

**Limites.** Chaque clé fait au plus 1000 demandes sur une heure glissante (ou la limite qui lui est donnée), d’un coup si elle veut.
Toute réponse à une clé dit ce qui reste (\`RateLimit\`, \`RateLimit-Policy\`, \`X-RateLimit-*\`, en secondes) ; au-delà, 429 avec
\`Retry-After\` et \`violated-policies\`. Comptent les demandes identifiées, leurs erreurs comprises ; ni les 401, ni les 429, ni les adresses
refusées. Un lot compte pour une demande, sauf réglage contraire de l’exploitant ; une clé et celle qui la remplace partagent leur heure. Avec une rafale réglée à 50 en 10 s, les dix secondes les plus chargées en admettent jusqu’à 100.

**Suivi.** \`X-Request-Id\` et \`traceparent\` (W3C) sont acceptés et rendus ; les problèmes et le journal les portent. D’une autre origine,
\`/api/v1\` s’appelle avec une clé, jamais avec un cookie.

**Erreurs.** \`application/problem+json\` (RFC 9457) : \`code\` est stable, \`detail\` est une phrase (en anglais avec \`Accept-Language: en\`), \`errors\` situe
chaque champ refusé par un pointeur JSON, \`request_id\` est à donner au support.`;
