export declare class UsageError extends Error {}

export interface Arguments<Values> {
  readonly values: Values;
  readonly positionals: readonly string[];
}
export declare function readArguments(
  command: 'demo',
  args: readonly string[],
): Arguments<{ readonly port?: string; readonly headless: boolean; readonly report?: string }>;
export declare function readArguments(command: 'long', args: readonly string[]): Arguments<{ readonly again: boolean }>;
