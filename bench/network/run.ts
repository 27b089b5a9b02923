// `npm run bench:network`: all parts; `npm run bench:network -- join outage`: these; results of the others stay in report.json.
// Linux, root. It makes the networks of tests/lab and runs in the client's. `--rounds=5` says how often; with `--more` joins that were
// measured before count as well.
import { runInside } from '../../tests/lab/support/inside.ts';
import { laboratoryOf } from '../../tests/lab/support/laboratory.ts';
import { networks } from '../../tests/lab/support/networks.ts';
import { startStack, type StackName } from '../../tests/lab/support/stack.ts';
import { startBench } from '../runParts.ts';
import { startBrowsers, type OpenPage } from './browsers.ts';
import { startMicrophone } from './microphone.ts';
import {
  measureCut,
  measureHeartbeat,
  measureJoins,
  restartLiveKit,
  type JoinFigures,
  type JoinPlan,
  type Rig,
} from './parts.ts';
import { tablesOf } from './report.ts';

const joinPlans: readonly { readonly on: StackName; readonly plans: readonly JoinPlan[] }[] = [
  {
    on: 'standard',
    plans: [
      { network: networks.open },
      { network: networks.udpDropped, startWith: 'tcp' },
      { network: networks.udpRejected, startWith: 'tcp' },
      { network: networks.loss5 },
      { network: networks.loss20 },
    ],
  },
  {
    on: 'all-tcp/relay',
    plans: [
      { network: networks.only443 },
      { network: networks.proxyOnly, login: { name: 'ada', password: 'through-the-wall' } },
    ],
  },
];
const made = process.env['PARLEY_LAB'];
if (made === undefined) runInside([process.execPath, ...process.argv.slice(1)]);
else await measure(made);

/** `--network=open` leaves the others out, whose figures stay. */
function isWanted(name: string): boolean {
  const wanted = process.argv.flatMap((argument) => (argument.startsWith('--network=') ? [argument.slice(10)] : []));
  return wanted.length === 0 || wanted.includes(name);
}

async function measure(prefix: string): Promise<void> {
  const { runs, keep, report, finish } = startBench(
    import.meta.dirname,
    ['join', 'cutUdp', 'cutDirect', 'restart', 'outage', 'heartbeat'],
    tablesOf,
  );
  const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 5);
  const more = process.argv.includes('--more');
  // An exit ends what was started.
  process.on('SIGTERM', () => process.exit(143));
  const laboratory = laboratoryOf(prefix);
  const stack = await startStack(laboratory, 'standard');
  const browsers = await startBrowsers();
  const microphone = await startMicrophone(440);
  const rig: Rig = { prefix, laboratory, stack, browsers, environment: microphone.environment, rounds };

  try {
    if (runs('join')) {
      const join: JoinFigures[] = [];
      for (const { on, plans } of joinPlans) {
        const wanted = plans.filter(({ network }) => isWanted(network.name));
        if (wanted.length === 0) continue;
        join.push(...(await measureJoins(rig, on, wanted, more ? (report().join ?? []) : [])));
        console.log(JSON.stringify(join));
        // What was measured of other networks before stays, until they are measured again.
        const others = (report().join ?? []).filter((one) => !join.some((fresh) => fresh.network === one.network));
        keep({ join: [...join, ...others] });
      }
    }
    const change = (to: (typeof networks)[keyof typeof networks]) => async (): Promise<void> => laboratory.change(to);
    if (runs('cutUdp')) await measureCut(rig, 'UDP cut', change(networks.udpDropped), (cutUdp) => keep({ cutUdp }));
    if (runs('cutDirect'))
      await measureCut(rig, 'UDP and 7881 cut', change(networks.turnOnly), (cutDirect) => keep({ cutDirect }));
    if (runs('restart')) {
      const again = (ear: OpenPage): Promise<void> => restartLiveKit(rig, ear);
      await measureCut(rig, 'LiveKit killed, started after 1 s', again, (restart) => keep({ restart }));
    }
    if (runs('outage')) {
      const outOfReach = async (): Promise<void> => {
        laboratory.change(networks.dead);
        setTimeout(() => laboratory.change(networks.open), 3_000);
      };
      await measureCut(rig, 'nothing for 3 s', outOfReach, (outage) => keep({ outage }));
    }
    if (runs('heartbeat')) keep({ heartbeat: await measureHeartbeat(rig) });
  } finally {
    await browsers.stop();
    await microphone.stop();
    await stack.stop();
    await laboratory.gateway.end();
    await laboratory.gatewayWithNames.end();
    await laboratory.server.end();
  }
  finish();
}
