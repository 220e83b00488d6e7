import { expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { listSchema } from './schema-listing.ts';

test('the listing shows what a migration changes: columns, keys, checks, indexes, triggers, views, functions', async () => {
  const { sql } = await testDatabase();
  const before = (await listSchema(sql)).split('\n');
  await sql.unsafe(`
    create table essais (id integer generated always as identity primary key, nom text collate "fr-x-icu" not null default 'x',
      taille integer generated always as (length(nom)) stored, constraint essais_nom check (nom <> ''));
    create index essais_taille on essais (taille) where taille > 3;
    create function essai() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger essais_trigger before insert on essais for each row execute function essai();
    create view essais_longs as select id from essais where taille > 10`);
  const added = (await listSchema(sql)).split('\n').filter(line => !before.includes(line));
  expect(added.map(line => line.trim())).toEqual(
    expect.arrayContaining([
      'create table essais (',
      'id integer not null generated as identity,',
      `nom text collate "fr-x-icu" not null default 'x'::text,`,
      'taille integer generated always as (length(nom)),',
      "constraint essais_nom CHECK ((nom <> ''::text)),",
      'constraint essais_pkey PRIMARY KEY (id)',
      'CREATE INDEX essais_taille ON public.essais USING btree (taille) WHERE (taille > 3);',
      'CREATE TRIGGER essais_trigger BEFORE INSERT ON public.essais FOR EACH ROW EXECUTE FUNCTION essai();',
      'create function essai()',
      'create view essais_longs as',
    ]),
  );
  expect(added.filter(line => /not null$/i.test(line) || line.includes('_not_null'))).toEqual([]);
});
