import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether a TCP port of the loopback interface can be used now. */
async function isFreeTcp(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

async function isFreeUdp(port: number): Promise<boolean> {
  const probe = createSocket('udp4');
  probe.bind(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

export interface LiveKitPorts {
  readonly signal: number;
  readonly tcp: number;
  readonly udp: number;
}

/** Of Parley server, unless told. */
export const usualPort = 7900;

/** The port that was asked for, or the usual one or the next that is free. Rejects when the one asked for is in use. */
export async function serverPort(asked: number | null): Promise<number> {
  if (asked === null) return next(usualPort, isFreeTcp);
  if (!(await isFreeTcp(asked))) throw new Error(`Port ${asked} is in use; choose another one by --port N.`);
  return asked;
}

/** 7880, 7881 and 7882, or the next ones that are free; `taken` is somebody else's. */
export async function livekitPorts(taken: number): Promise<LiveKitPorts> {
  const signal = await next(7880, isFreeTcp, taken);
  const tcp = await next(signal + 1, isFreeTcp, taken);
  return { signal, tcp, udp: await next(tcp + 1, isFreeUdp, taken) };
}

async function next(from: number, isFree: (port: number) => Promise<boolean>, taken?: number): Promise<number> {
  for (let port = from; port < from + 200; port += 1) if (port !== taken && (await isFree(port))) return port;
  throw new Error(`No free port from ${from} to ${from + 199}.`);
}
