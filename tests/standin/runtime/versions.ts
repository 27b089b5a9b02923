/** What `process.versions` says, as in the Electron that is pinned in package.json. */
export const versions = { electron: '45.4.1', chrome: '156.0.0.0' };
