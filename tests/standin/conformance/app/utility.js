process.parentPort.on('message', ({ data, ports }) => {
  if (data.kind !== 'port') return;
  const [port] = ports;
  port.on('message', (event) => port.postMessage({ back: event.data }));
  port.start();
  port.postMessage('first');
});
process.parentPort.postMessage({ started: process.argv.includes('--flag') });
