// A line of pay by hand: the fields of the contract, the quantity typed in the unit of its rubrique.
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { CreateVariable, type Rubrique, UpdateVariable, type VariablePaie } from '#contract/paie.ts';
import { isProblem } from '../../lib/api.ts';
import { Failure, Notice } from '../failure.tsx';
import { changedFields, type FieldProps, SchemaForm } from '../schema-form.tsx';
import { WaitingFacts } from '../waiting.tsx';
import { createVariable, forgetPaie, rubriquesQuery, updateVariable } from './api.ts';
import { ChantierField, QuantiteField, RubriqueField } from './fields.tsx';

const PROBLEMS = {
  'variable_paie.rubrique_refused': 'rubrique',
  'variable_paie.already_there': 'rubrique',
  'variable_paie.quantity_refused': 'quantite',
  'variable_paie.chantier_refused': 'chantier_id',
  'periode_paie.closed': 'jour',
};

/** Only a journey has a zone. */
const hasZone = (code: string | undefined): boolean => code === 'indemnite_trajet' || code === 'indemnite_transport';

const fieldsFor = (rubrique: Pick<Rubrique, 'code' | 'portee'> | undefined): string[] => [
  'quantite',
  ...(hasZone(rubrique?.code) ? ['zone'] : []),
  ...(rubrique?.portee === 'affectation' ? ['chantier_id'] : []),
  'commentaire',
];

const LOOKS = { jour: { title: 'Jour' }, commentaire: { wide: true } } as const;
const replaced = (rubrique: Rubrique | undefined) => ({
  quantite: (props: FieldProps) => <QuantiteField {...props} unite={rubrique?.unite ?? 'nombre'} />,
  chantier_id: (props: FieldProps) => <ChantierField {...props} />,
});

/** Some rubriques are of a chantier, and must name it. */
const ADDED = CreateVariable.omit({ personne_id: true, rubrique: true });
const ADDED_ON_SITE = ADDED.extend({ chantier_id: z.uuid().meta({ title: 'Chantier' }) });

type AddProps = { personne_id: string; jour: string; onDone: () => void };

export function AddVariable({ personne_id, jour, onDone }: AddProps): ReactNode {
  const client = useQueryClient();
  const { data: rubriques, error } = useQuery(rubriquesQuery);
  const [code, setCode] = useState('');
  if (error) return <Failure error={error} />;
  if (!rubriques) return <WaitingFacts facts={3} />;
  const rubrique = rubriques.find(one => one.code === code);
  const save = async (body: CreateVariable) => {
    await createVariable(body);
    await forgetPaie(client);
    notifications.show({ message: 'Ligne ajoutée.' });
    onDone();
  };
  return (
    <>
      <RubriqueField rubriques={rubriques} value={code} onChange={setCode} />
      {rubrique && (
        // The rubrique decides of the other fields.
        <SchemaForm
          key={code}
          schema={rubrique.portee === 'affectation' ? ADDED_ON_SITE : ADDED}
          initial={{ jour, quantite: rubrique.unite === 'nombre' ? 1 : undefined }}
          sections={[{ fields: ['jour', ...fieldsFor(rubrique)] }]}
          looks={LOOKS}
          replace={replaced(rubrique)}
          problemFields={PROBLEMS}
          submit="Ajouter"
          guarded
          onCancel={onDone}
          onSubmit={value => save({ ...value, personne_id, rubrique: code } as CreateVariable)}
        />
      )}
    </>
  );
}

export function EditVariable({ variable, onDone }: { variable: VariablePaie; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const [base] = useState(variable);
  const [stale, setStale] = useState(false);
  const { data: rubriques } = useQuery(rubriquesQuery);
  if (!rubriques) return <WaitingFacts facts={2} />;
  const rubrique = rubriques.find(({ code }) => code === base.rubrique);
  const save = async (value: UpdateVariable) => {
    const mine = changedFields(base, value);
    if (Object.keys(mine).length === 0) return onDone();
    try {
      await updateVariable(base, mine);
    } catch (error) {
      if (!isProblem(error, 'precondition.failed') && !isProblem(error, 'variable_paie.not_found')) throw error;
      await forgetPaie(client);
      return setStale(true);
    }
    await forgetPaie(client);
    notifications.show({ message: 'Ligne écrite à la main : les règles n’y touchent plus.' });
    onDone();
  };
  if (stale)
    return (
      <Notice state="ambre" title="Cette ligne a changé pendant votre saisie" alert>
        <p>La voici telle qu’elle est maintenant : refaites votre changement.</p>
      </Notice>
    );
  return (
    <SchemaForm
      schema={UpdateVariable}
      initial={base}
      sections={[{ fields: fieldsFor(rubrique) }]}
      looks={LOOKS}
      replace={replaced(rubrique)}
      problemFields={PROBLEMS}
      submit="Enregistrer"
      guarded
      onCancel={onDone}
      onSubmit={save}
    />
  );
}
