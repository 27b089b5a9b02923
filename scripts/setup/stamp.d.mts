export declare function hashOf(root: string, paths: readonly string[], texts?: readonly string[]): string;
