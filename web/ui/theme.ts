// One neutral scale, one brand hue (a deep site blue), four state hues used for nothing else (styles.css).
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const bleu: MantineColorsTuple = [
  '#eef5fc',
  '#d9e8f7',
  '#b3d0ee',
  '#86b4e2',
  '#6ea6dd',
  '#3a7fc4',
  '#2f6fb3',
  '#1f5c9c',
  '#124a84',
  '#0b3562',
];
const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#eef0f3',
  '#e2e6eb',
  '#cfd5dd',
  '#8590a0',
  '#7f8a99',
  '#66717f',
  '#4e5965',
  '#343d48',
  '#18212b',
];
const dark: MantineColorsTuple = [
  '#e4e8ed',
  '#c3cad3',
  '#9fabb8',
  '#7b8896',
  '#6b7785',
  '#343e49',
  '#222a33',
  '#191f26',
  '#12161b',
  '#0b0e12',
];
const rouge: MantineColorsTuple = [
  '#fdeceb',
  '#f9d3d0',
  '#f2a9a4',
  '#f08b85',
  '#e2685f',
  '#d64a41',
  '#c9342b',
  '#b3261e',
  '#9c1f18',
  '#7c1711',
];

/** The title bar of a dialog is no banner of the page. */
const plainHeader = { defaultProps: { role: 'presentation' } };

const namedClose = { defaultProps: { closeButtonProps: { 'aria-label': 'Fermer le message' } } };

export const theme = createTheme({
  components: { ModalHeader: plainHeader, DrawerHeader: plainHeader, Notification: namedClose },
  primaryColor: 'bleu',
  primaryShade: { light: 8, dark: 6 },
  colors: { bleu, gray, dark, rouge },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  // 14 px on a desk, 16 px on a phone: the variables change with the width (styles.css).
  fontSizes: { xs: 'var(--hub-text-small)', sm: 'var(--hub-text)', md: 'var(--hub-text)', lg: 'var(--hub-text-large)' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.0625rem' } } },
  breakpoints: { xs: '30em', sm: '48em', md: '62em', lg: '75em', xl: '88em' },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#18212b',
    '--mantine-color-dimmed': '#56616f',
    '--mantine-color-placeholder': '#66717f',
    '--mantine-color-default-border': '#7f8a99',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#124a84',
  },
  dark: {
    '--mantine-color-body': '#12161b',
    '--mantine-color-text': '#e4e8ed',
    '--mantine-color-dimmed': '#9fabb8',
    '--mantine-color-placeholder': '#9fabb8',
    '--mantine-color-default': '#191f26',
    '--mantine-color-default-hover': '#222a33',
    '--mantine-color-default-border': '#6b7785',
    '--mantine-color-error': '#f08b85',
    '--mantine-color-anchor': '#86b4e2',
  },
});
