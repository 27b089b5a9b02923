export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

export const sleep = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));
