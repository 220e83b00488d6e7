import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '#contract/events.ts';
import { productFiles, type Source, textsOf, walk } from './sources.ts';

/** The types named by the first argument of a `publish(…)`, and by `{ type, data }` where facts are made for `publishAll`. */
function publishedTypes(sources: readonly Source[]): Set<string> {
  const types = new Set<string>();
  const add = (path: string, named: ts.Node) => {
    for (const text of textsOf({ path, text: named.getText() })) types.add(text);
  };
  for (const source of sources) {
    const together = /\.publishAll\(|\bNewEvent\b/.test(source.text);
    walk(source, node => {
      if (ts.isCallExpression(node) && /\.publish$/.test(node.expression.getText()) && node.arguments[0])
        add(source.path, node.arguments[0]);
      if (together && ts.isObjectLiteralExpression(node) && fieldOf(node, 'data') !== undefined) {
        const type = fieldOf(node, 'type');
        if (type && ts.isPropertyAssignment(type)) add(source.path, type.initializer);
      }
    });
  }
  return types;
}

const fieldOf = (node: ts.ObjectLiteralExpression, name: string) =>
  node.properties.find(property => property.name?.getText() === name);

const wrongName = (type: string): boolean =>
  !/^[a-z]+(_[a-z]+)*\.([a-z]+_)*([a-z]+(ed|ent)(_\d+d)?|broken|missing|expiring|partial)$/.test(type);
/** A sentence without its full stop: « Un chantier est créé ». */
const wrongTitle = (title: string): boolean =>
  !/^(Un|Une|La|Le|Les) \p{L}+ .{4,80}$/u.test(title) || /['.]/.test(title);

const published = publishedTypes(productFiles(['server']));

describe.each(Object.entries(EVENTS))('%s', (type, { title, data, example }) => {
  test('is an English participle under its French noun', () => expect(wrongName(type)).toBe(false));
  test('has a French title', () => expect(wrongTitle(title)).toBe(false));
  test('has an example that is what a receiver gets', () => expect(data.parse(example)).toEqual(example));
  test('refuses unknown data', () => expect(data.safeParse({ ...(example as object), intrus: 1 }).success).toBe(false));
  test('is published somewhere', () => expect(published).toContain(type));
});

test('nothing is published that the catalogue does not list', () => {
  expect([...published].filter(type => !(type in EVENTS))).toEqual([]);
});

describe('these checks bite', () => {
  const source = (text: string): Source[] => [{ path: 'server/domain/x/y.ts', text }];

  test('a publication is seen, a mention is not', () => {
    expect(publishedTypes(source(`await unit.publish('a.created', {})`))).toEqual(new Set(['a.created']));
    expect(publishedTypes(source(`await unit.publish(on ? 'a.opened' : 'a.closed', {})`)).size).toBe(2);
    const made = `const facts: NewEvent[] = [{ type: 'a.created', data }, { type: on ? 'a.opened' : 'a.closed', data: {} }];`;
    expect(publishedTypes(source(made))).toEqual(new Set(['a.created', 'a.opened', 'a.closed']));
    expect(publishedTypes(source(`await unit.publishAll(rows.map(data => ({ type: 'a.created', data })))`)).size).toBe(
      1,
    );
    expect(publishedTypes(source(`const column = { type: 'text', data: 1 };`)).size).toBe(0);
    expect(publishedTypes(source(`// unit.publish('a.created')\nconst type = 'a.created';`)).size).toBe(0);
  });

  test.each(['chantier.create', 'chantierCreated', 'Chantier.created', 'chantier.créé'])(
    'the name %s is refused',
    name => expect(wrongName(name)).toBe(true),
  );
  test.each(['', 'chantier created', 'Un chantier', "L'équipe d'un chantier change"])(
    'the title « %s » is refused',
    title => expect(wrongTitle(title)).toBe(true),
  );
});
