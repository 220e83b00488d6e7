// The chronologie of one datum: reads the doors of others, keeps nothing.
import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export const feature = (): Feature => ({ name: 'chronologie', routes });
