export declare function reportSetUp(file: string, detail: string): void;
