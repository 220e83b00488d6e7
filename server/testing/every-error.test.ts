import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { ERRORS, type ErrorEntry } from '#contract/errors.ts';
import { STATUS } from '#platform/http/problem.ts';
import { productFiles, type Source, walk } from './sources.ts';

/** Codes named in the code where they can be thrown, and codes that routes declare in `errors`. */
function codesIn(sources: readonly Source[]): { thrown: Set<string>; declared: Set<string> } {
  const found = { thrown: new Set<string>(), declared: new Set<string>() };
  for (const source of sources) {
    walk(source, node => {
      if (ts.isLiteralTypeNode(node)) return false;
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'errors') {
        walk({ path: source.path, text: `(${node.initializer.getText()})` }, inner => {
          if (ts.isStringLiteral(inner)) found.declared.add(inner.text);
        });
        return false;
      }
      if (ts.isStringLiteral(node)) found.thrown.add(node.text);
      return true;
    });
  }
  return found;
}

const wrongTitle = (title: string): boolean => !/^\p{Lu}[^.!]{3,60}$/u.test(title) || /['"]/.test(title);
/** A sentence that says what or why, and what to do; typographic apostrophes, no exclamation. */
const wrongDetail = (detail: string): boolean => !/^\p{Lu}.{20,250}\.$/u.test(detail) || /['"!]|\boups\b/i.test(detail);

/** The same in English, where quotation marks and apostrophes are plain; no French left behind. */
const wrongEnglish = (detail: string): boolean =>
  !/^[A-Z].{20,250}\.$/u.test(detail) || /[!’]|\b(oops|cette|vous|votre)\b/i.test(detail);

const { thrown, declared } = codesIn(productFiles(['server']));

describe.each(Object.entries(ERRORS) as [string, ErrorEntry][])('%s', (code, { kind, title, detail, ...english }) => {
  test('has a name a person can read', () => expect(wrongTitle(title), title).toBe(false));
  test('has its sentence', () => expect(wrongDetail(detail), detail).toBe(false));
  test('has its name and its sentence in English', () => {
    expect(wrongTitle(english.titre_en), english.titre_en).toBe(false);
    expect(wrongEnglish(english.detail_en), english.detail_en).toBe(false);
  });
  test('has a status', () => expect(STATUS[kind]).toBeGreaterThanOrEqual(400));
  test('is thrown somewhere', () => expect(thrown).toContain(code));
});

test('every code that a route declares exists', () => {
  expect([...declared].filter(code => !(code in ERRORS))).toEqual([]);
});

test('two codes never share a name and a sentence', () => {
  const entries = Object.values(ERRORS as Record<string, ErrorEntry>);
  const sentences = entries.flatMap(({ title, detail, titre_en, detail_en }) => [
    `${title} ${detail}`,
    `${titre_en} ${detail_en}`,
  ]);
  expect(new Set(sentences).size).toBe(sentences.length);
});

describe('these checks bite', () => {
  const codes = (text: string) => codesIn([{ path: 'server/domain/x/y.ts', text }]);

  test('a code that is only declared, commented or a type is not thrown', () => {
    expect(codes(`route({ errors: ['x.gone'] })`)).toEqual({ thrown: new Set(), declared: new Set(['x.gone']) });
    expect(codes(`// refused('x.gone')\ntype T = 'x.gone';`).thrown.size).toBe(0);
    expect(codes(`throw refused('x.gone')`).thrown).toEqual(new Set(['x.gone']));
  });

  test.each(['', 'chantier inconnu', 'Oups !', "C'est fini"])('the name « %s » is refused', title =>
    expect(wrongTitle(title)).toBe(true),
  );
  test.each(['', 'Refusé.', 'Il manque quelque chose ici', "Ce n'est pas possible, réessayez plus tard."])(
    'the sentence « %s » is refused',
    detail => expect(wrongDetail(detail)).toBe(true),
  );
  test.each(['', 'Refused.', 'Cette clé n’est pas des vôtres, demandez.', 'Oops, this did not go as it should.'])(
    'the English sentence « %s » is refused',
    detail => expect(wrongEnglish(detail)).toBe(true),
  );
});
