import type { DialectProfile } from '@parley/shared/backends/dialects/profile';

/** What a server is called: its name, else its address without what all addresses begin with. */
export const serverName = ({ name, address }: DialectProfile): string => name || address.replace(/^\w+:\/\//, '');
