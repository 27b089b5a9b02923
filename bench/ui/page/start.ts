/** The pages that are measured, each with what it alone needs: `?page=bare`. */
const pages: Readonly<Record<string, () => Promise<unknown>>> = {
  parley: () => import('./parley.tsx'),
  bare: () => import('./bare.ts'),
  crowd: () => import('./crowd.ts'),
};
void pages[new URLSearchParams(location.search).get('page') ?? '']?.();
