// `node deploy/bandwidth.ts [participants [senders]]`: what a call takes, by INSPIRE-LAB's table.
import { bandwidthOf, inWords, qualities } from './tools/bandwidth.ts';

const [participants = 10, senders = participants] = process.argv.slice(2).map(Number);
if (![participants, senders].every((count) => Number.isInteger(count) && count > 0) || senders > participants) {
  console.error('Usage: node deploy/bandwidth.ts [participants [how many of them send at once]]');
  process.exit(2);
}
console.log(`${participants} participants, ${senders} of them send:`);
console.table(
  Object.fromEntries(
    qualities.map((quality) => {
      const { participant, received, serverIn, serverOut } = bandwidthOf(quality, participants, senders);
      return [
        quality.name,
        {
          video: inWords(quality.video),
          audio: inWords(quality.audio),
          'each sends': inWords(participant),
          'each receives': inWords(received),
          'into the server': inWords(serverIn),
          'out of the server': inWords(serverOut),
        },
      ];
    }),
  ),
);
