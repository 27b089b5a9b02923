export declare function onParentGone(listener: () => void): void;
