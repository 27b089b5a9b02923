/** What Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export interface Metrics {
  /** `elapsed` in ms; `route` as it was registered. */
  answered(method: string, route: string, status: number, elapsed: number): void;
  /** All of it, with gauges that the caller knows. */
  text(gauges: readonly { readonly name: string; readonly help: string; readonly value: number }[]): string;
}

/** Upper bounds of the histogram, s. */
const bounds = [0.005, 0.025, 0.1, 0.5, 2.5];

export function createMetrics(): Metrics {
  // Labels are routes and methods that were registered and statuses that were sent: there are few, whoever asks.
  const requests = new Map<string, number>();
  const atMost = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  return {
    answered(method, route, status, elapsed) {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      count += 1;
      sum += elapsed / 1000;
      bounds.forEach((bound, index) => {
        if (elapsed / 1000 <= bound) atMost[index] = (atMost[index] ?? 0) + 1;
      });
    },
    text(gauges) {
      const memory = process.memoryUsage();
      const all = [
        ...gauges,
        { name: 'process_resident_memory_bytes', help: 'Resident memory', value: memory.rss },
        { name: 'nodejs_heap_used_bytes', help: 'Heap in use', value: memory.heapUsed },
        { name: 'process_uptime_seconds', help: 'Since the start', value: process.uptime() },
      ];
      return [
        '# HELP parley_http_requests_total Requests that were answered',
        '# TYPE parley_http_requests_total counter',
        ...[...requests].map(([labels, value]) => `parley_http_requests_total{${labels}} ${value}`),
        '# HELP parley_http_request_seconds Time to the answer',
        '# TYPE parley_http_request_seconds histogram',
        ...bounds.map((bound, index) => `parley_http_request_seconds_bucket{le="${bound}"} ${atMost[index]}`),
        `parley_http_request_seconds_bucket{le="+Inf"} ${count}`,
        `parley_http_request_seconds_sum ${sum}`,
        `parley_http_request_seconds_count ${count}`,
        ...all.flatMap(({ name, help, value }) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} gauge`,
          `${name} ${value}`,
        ]),
        '',
      ].join('\n');
    },
  };
}
