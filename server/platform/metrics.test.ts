import { expect, test } from 'vitest';
import { makeMetrics } from './metrics.ts';

test('what was measured is in the text, by route pattern and outcome', async () => {
  const metrics = makeMetrics();
  const done = { route: '/api/v1/chantiers/:id', method: 'GET', status: 200 };
  metrics.observeRequest({ ...done, duration_s: 0.003 });
  metrics.observeRequest({ ...done, duration_s: 0.2 });
  metrics.countJob('events.fan-out', 'done');
  metrics.countOutbound('after_send');
  metrics.countRateLimit('refused');
  metrics.rateLimitStatus('redis');
  metrics.rateLimitStatus('degraded');
  const text = await metrics.render();
  for (const line of [
    'hub_http_request_duration_seconds_count{route="/api/v1/chantiers/:id",method="GET",status="200"} 2',
    'hub_http_request_duration_seconds_bucket{le="0.005",route="/api/v1/chantiers/:id",method="GET",status="200"} 1',
    'hub_jobs_total{job="events.fan-out",outcome="done"} 1',
    'hub_outbound_total{outcome="after_send"} 1',
    'hub_rate_limit_total{outcome="refused"} 1',
    'hub_rate_limiter{state="degraded"} 1',
    'hub_rate_limiter{state="redis"} 0',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).toMatch(/process_resident_memory_bytes \d{7,}/);
  expect(text).toMatch(/# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 0?[1-9.]/);
  expect(metrics.content_type).toContain('text/plain');
});

test('two apps in one process do not share numbers', async () => {
  const [one, two] = [makeMetrics(), makeMetrics()];
  one.countOutbound('answered');
  expect(await two.render()).not.toContain('answered');
});
