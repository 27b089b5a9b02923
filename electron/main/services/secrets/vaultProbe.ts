// Run by `secretStore.integration.test.ts` as a process of its own: one step on the real vault, its answer as one line.
import { createSecretStore } from './secretStore.ts';
import { loadKeytar } from './loadKeytar.ts';

const quiet = { info() {}, warn() {}, error() {}, background() {} };
const store = createSecretStore({ loadKeytar, log: quiet, limits: { read: 3_000, write: 3_000 } });

switch (process.argv[2]) {
  case 'write':
    console.log(JSON.stringify(await store.write('ada', 's3cret')));
    break;
  case 'read':
    console.log(JSON.stringify(await store.read('ada')));
    break;
  case 'remove':
    console.log(JSON.stringify(await store.remove('ada')));
    break;
  default:
    throw new Error('write, read or remove');
}
// A locked keyring leaves libsecret waiting; the answer is out, so nothing is waited for.
process.exit(0);
