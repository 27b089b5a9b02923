import { Session, type Profiler } from 'node:inspector/promises';

/** Where the processor was, µs for each origin: a package, a folder of the server, a part of Node, V8 itself. */
export type Profile = Readonly<Record<string, number>>;

/** V8's sampling profiler in this process. `stop` ends what `start` began. */
export function createProfiler(): { start(): Promise<void>; stop(): Promise<Profile> } {
  let session: Session | null = null;
  return {
    async start() {
      session = new Session();
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 100 });
      await session.post('Profiler.start');
    },
    async stop() {
      if (session === null) return {};
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      session = null;
      return selfTimes(profile);
    },
  };
}

/** What is no work: waiting, and the profiler itself, to which V8 counts what it samples before it has a stack. */
const noWork = new Set(['(idle)', 'node:inspector']);

/** The time that samples were apart, given to the function that each found at work. */
function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
  const origins = new Map(nodes.map(({ id, callFrame }) => [id, originOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const origin = origins.get(id) ?? '';
    if (!noWork.has(origin)) times.set(origin, (times.get(origin) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return Object.fromEntries(times);
}

type Frame = Pick<Profiler.Profile['nodes'][number]['callFrame'], 'functionName' | 'url'>;

function originOf({ functionName, url }: Frame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : `Node, ${functionName || 'native'}`;
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return name ?? /\/((?:server\/src|shared|bench)\/[^/]+)/.exec(url)?.[1] ?? 'elsewhere';
}
