export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
}

/** Settles as `work` does, or rejects with `TimeLimitExceeded` after `limit` ms; `work` itself goes on unseen. */
export async function withTimeLimit<T>(work: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeLimitExceeded(`no answer within ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
