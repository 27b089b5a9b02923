import type { ProxyQuestion } from '@parley/shared/proxies/proxyLogin';
import { anyServer, type ServerPolicy } from '@parley/shared/policy/serverPolicy';
import type { Scene } from '../scene.ts';

const office = { host: 'proxy.example.org', port: 3128, realm: 'Office network' };
const question: ProxyQuestion = { ...office, id: 1, refused: false };

const only = (...addresses: readonly string[]): ServerPolicy => ({
  fixed: addresses.map((address) => ({ dialect: 'parley', id: 'fixed', login: '', name: '', address })),
  othersForbidden: true,
});
const settings = { page: 'settings', settingsPage: 'doctor' } as const;

export const proxyScenes: readonly Scene[] = [
  {
    id: 'proxy-question',
    title: 'A proxy wants a login',
    setup: () => ({ desktop: { proxies: { question, known: [] } } }),
  },
  {
    id: 'proxy-refused',
    title: 'A proxy refused a login',
    setup: () => ({ desktop: { proxies: { question: { ...question, refused: true, realm: '' }, known: [] } } }),
  },
  {
    id: 'proxy-known',
    title: 'Logins of proxies in the settings',
    setup: () => ({
      view: settings,
      desktop: {
        proxies: {
          question: null,
          known: [
            { ...office, kept: 'vault' },
            { host: '2001:db8::7', port: 8080, realm: '', kept: 'memory' },
          ],
        },
      },
    }),
  },
  {
    id: 'policy-strict',
    title: 'What an administrator laid down',
    setup: () => ({
      view: settings,
      desktop: {
        policy: {
          file: '/etc/parley/policy.json',
          udpForbidden: true,
          authorityFile: '/etc/parley/office.pem',
          servers: only('https://voice.example.org'),
          problem: null,
        },
      },
    }),
  },
  {
    id: 'certificates-bad',
    title: 'A file of private certificates that cannot be read',
    setup: () => ({
      view: settings,
      desktop: {
        settings: { authorityFile: '/home/ada/office.pem' },
        extraCa: { file: '/home/ada/office.pem', from: 'settings', problem: 'unreadable' },
      },
    }),
  },
  {
    id: 'policy-bad',
    title: 'A policy that cannot be used',
    setup: () => ({
      view: settings,
      desktop: {
        policy: {
          file: '/etc/parley/policy.json',
          udpForbidden: true,
          authorityFile: null,
          servers: anyServer,
          problem: 'udp: Invalid option',
        },
      },
    }),
  },
];
