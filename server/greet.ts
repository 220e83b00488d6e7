// What the operator reads when the hub has started.
import type { Config } from '#platform/config.ts';
import type { DemoAccount } from './demo/seed-demo.ts';

type Greeting = {
  config: Config;
  data_dir: string;
  /** Where the log goes when it is not on this screen. */
  journal: string | null;
  public_url: string;
  link: { url: string; expires_at: string } | null;
  accounts: DemoAccount[] | null;
  simulator: { base_url: string; visitor_key: string } | null;
  /** Opens the curl that is printed; the caller's own otherwise. */
  key: string | null;
  embedded: boolean;
};

const say = (line = '') => process.stdout.write(`${line}\n`);

export function greet({ config, data_dir, journal, public_url, link, accounts, ...demo }: Greeting): void {
  say();
  say(`  Hub Chantier — ${config.role === 'worker' ? 'travaux de fond démarrés' : public_url}`);
  if (link) {
    say();
    say('  Première connexion de l’administrateur (une seule fois) :');
    say(`  ${link.url}`);
    say('  Lien perdu ? npm run admin-link');
  }
  if (accounts) {
    say();
    say('  Démonstration, données fictives. Comptes :');
    for (const { qui, identifiant, mot_de_passe } of accounts)
      say(`    ${qui.padEnd(24)} ${identifiant.padEnd(34)} ${mot_de_passe}`);
  }
  if (demo.simulator) saySimulator(demo.simulator, { public_url, key: demo.key });
  if (link || accounts) {
    say();
    say(`  Données : ${data_dir}${demo.embedded ? ' (base embarquée)' : ''}`);
    say(
      '  Une base existante : DATABASE_URL=postgres://…   Limites partagées : REDIS_URL=redis://…   (voir .env.example)',
    );
  }
  if (journal) say(`  Journal : ${journal}`);
  say('  Arrêter : Ctrl C');
  say();
}

function saySimulator(
  simulator: NonNullable<Greeting['simulator']>,
  { public_url, key }: Pick<Greeting, 'public_url' | 'key'>,
): void {
  say();
  say('  ERP simulé, non officiel, déjà connecté ; pour le connecter vous-même (Intégrations) :');
  say(`    Costructor   adresse ${simulator.base_url}   clé ${simulator.visitor_key}`);
  say();
  say('  Les chantiers par l’API (clé de démonstration, remplacée au prochain démarrage) :');
  say(`    curl -H "Authorization: Bearer ${key ?? 'hbc_xxxxxxxxxxxxx'}" \\`);
  say(`         ${public_url}/api/v1/chantiers`);
}
