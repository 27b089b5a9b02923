import type { Measured } from '../runParts.ts';
import { table } from '../table.ts';
import type { CrowdFigures, GrowthFigures, ProfileFigures, StartFigures, TicketFigures } from './parts.ts';

/** What `report.json` has; a part that was never run is not there. */
export interface Report extends Measured {
  readonly tickets?: TicketFigures;
  readonly profile?: ProfileFigures;
  readonly crowd?: CrowdFigures;
  readonly start?: StartFigures;
  readonly growth?: readonly GrowthFigures[];
}

/** A ticket beyond the plain Fastify, in `toJwt`s. */
const aim = 1.5;

/** The report as Markdown. */
export function tablesOf({ machine, load = {}, tickets, profile, crowd, start, growth }: Report): string {
  const blocks: string[] = [];
  if (machine !== undefined) {
    const loads = Object.entries(load).map(([part, value]) => `${part} ${value}`);
    blocks.push(
      `Machine: ${machine.cores} cores, ${machine.processor}. Load while measuring: ${loads.join(', ')}; times by the clock (elapsed, a second) are only good where it is below the number of cores. Processor time is good anyway.`,
    );
  }
  if (tickets !== undefined) {
    const { toJwt, floor, join, ratio, floorPerSecond, joinPerSecond } = tickets;
    blocks.push(
      '### A ticket over HTTP, connections kept, 16 at once',
      table(
        ['', 'processor time', 'a second'],
        [
          ['`AccessToken.toJwt()`', `${toJwt} µs`, ''],
          ['a Fastify that parses and answers', `${floor} µs`, floorPerSecond],
          ['`POST /api/channels/:id/join`', `${join} µs`, joinPerSecond],
        ],
      ),
      `Beyond the floor: ${ratio} times \`toJwt()\`. Aim: at most ${aim}: ${ratio <= aim ? 'met' : '**missed**'}.`,
    );
  }
  if (profile !== undefined) {
    blocks.push(
      '### Where a ticket’s time goes that the floor does not have',
      table(
        ['', 'a ticket', 'the floor'],
        profile.map(({ origin, join, floor }) => [origin, `${join} µs`, `${floor} µs`]),
      ),
      'V8’s sampling profiler, which costs time itself: the shares count. It goes by the clock, so that writing to a socket has in it what the reader does first.',
    );
  }
  if (crowd !== undefined) {
    blocks.push(
      `### Somebody enters: ${crowd.clients} programs are told`,
      table(
        ['first', 'last', 'worst last', 'processor', 'heap for each', 'resident for each'],
        [
          [
            `${crowd.first} ms`,
            `${crowd.last} ms`,
            `${crowd.worst} ms`,
            `${crowd.processor} ms`,
            `${(crowd.heapEach / 1024).toFixed(1)} KB`,
            `${(crowd.residentEach / 1024).toFixed(1)} KB`,
          ],
        ],
      ),
      'From the webhook; 50 ms of it is the time in which a burst is told as one.',
    );
  }
  if (start !== undefined) {
    blocks.push(
      '### From the start of the program to the line that says it listens',
      table(['first time, with a new database', 'later'], [[`${start.first} ms`, `${start.later} ms`]]),
    );
  }
  if (growth !== undefined) {
    blocks.push(
      '### Growth: as many channels as users',
      table(
        ['each', 'all read anew', 'snapshot', 'its size', 'one channel changed, 100 told', 'a ticket', 'heap'],
        growth.map((one) => [
          one.size,
          `${one.reload} ms`,
          `${one.snapshot} ms`,
          `${Math.round(one.snapshotBytes / 1024)} KB`,
          `${one.changed} ms`,
          `${one.join} µs`,
          `${Math.round(one.heap / 1_048_576)} MB`,
        ]),
      ),
    );
  }
  return `${blocks.join('\n\n')}\n`;
}
