import type { Word } from './permission.ts';

// Between the page and the worker of the guard.

export type ToGuard = ({ readonly kind: 'word' } & Word) | { readonly kind: 'alive' };

export type FromGuard = { readonly kind: 'alive' } | { readonly kind: 'broken'; readonly why: string };
