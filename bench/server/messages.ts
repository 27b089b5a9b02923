import type { ChildProcess } from 'node:child_process';
import type { Profile } from './profile.ts';

/** What the measured process does when it is asked. Times in ms, processor time in µs, memory in bytes. */
export interface Commands {
  /** Starts Parley server with `size` channels and users, and a bare Fastify. */
  start(options: {
    data: string;
    size: number;
    livekit: { url: string; httpUrl: string; apiKey: string; apiSecret: string };
  }): Promise<{ parley: string; floor: string }>;
  /** Access tokens of as many sessions, each of another account as far as there are some. */
  sessions(count: number): Promise<readonly string[]>;
  channelId(): Promise<string>;
  /** Processor time of the process so far. */
  processor(): Promise<number>;
  /** Begins a profile of the processor. */
  profileBegin(): Promise<void>;
  profileEnd(): Promise<Profile>;
  /** After a collection. */
  memory(): Promise<{ heap: number; resident: number }>;
  /** Processor time of one `AccessToken.toJwt()`, over `count` of them. */
  toJwt(count: number): Promise<number>;
  /** Somebody enters or leaves, as LiveKit's webhook says it. Resolves with the time of day at which it came. */
  presence(present: boolean): Promise<number>;
  /** One reading of channels, roles and members from the database; what one account may see of it. */
  directory(): Promise<{ reload: number; snapshot: number; snapshotBytes: number }>;
  /** One channel changed: until everybody who is connected was told. */
  changed(): Promise<number>;
}

interface Call {
  readonly id: number;
  readonly name: keyof Commands;
  readonly argument: unknown;
}
interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Asks a process that serves `Commands`. */
export function callerOf(child: ChildProcess): Commands {
  let id = 0;
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', (answer: Answer) => {
    const waiting = open.get(answer.id);
    open.delete(answer.id);
    if (answer.error === undefined) waiting?.resolve(answer.value);
    else waiting?.reject(new Error(answer.error));
  });
  child.on('exit', () => {
    for (const waiting of open.values()) waiting.reject(new Error('The measured process ended.'));
  });
  const call = (name: keyof Commands, argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      id += 1;
      open.set(id, { resolve, reject });
      child.send({ id, name, argument } satisfies Call);
    });
  return new Proxy({} as Commands, {
    get: (_, name) => (argument: unknown) => call(name as keyof Commands, argument),
  });
}

/** Answers what the parent asks. */
export function serve(commands: Commands): void {
  process.on('message', ({ id, name, argument }: Call) => {
    const run = commands[name] as (argument: unknown) => Promise<unknown>;
    run(argument).then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
