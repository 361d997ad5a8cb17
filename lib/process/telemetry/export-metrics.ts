import type { BatchObservableResult, Meter, Observable } from '@opentelemetry/api';
import type { Database } from '@/db/client';
import type { Clock } from '@/lib/base/clock';
import { log } from '@/lib/base/log';
import type { Metrics } from '@/lib/base/telemetry/metrics';
import { readFacts } from './read-facts';

const ours = /^countersign_/;

/**
 * Exports the desk's own metrics to OpenTelemetry, a histogram as its sum and count. They are read at each
 * collection.
 */
export async function exportMetrics(
  meter: Meter,
  metrics: Metrics,
  db: () => Database,
  clock: Clock,
): Promise<void> {
  const observables = new Map<string, Observable>();
  for (const { name, help: description, type } of await metrics.registry.getMetricsAsJSON()) {
    if (!ours.test(name)) continue;
    const names = String(type) === 'histogram' ? [`${name}_sum`, `${name}_count`] : [name];
    for (const one of names)
      observables.set(
        one,
        String(type) === 'gauge'
          ? meter.createObservableGauge(one, { description })
          : meter.createObservableCounter(one, { description }),
      );
  }
  const observe = async (result: BatchObservableResult) => {
    await readFacts(db(), clock, metrics).catch((error: unknown) =>
      log.warn('metrics could not be read from the app database', { error }),
    );
    for (const { name, values } of await metrics.registry.getMetricsAsJSON())
      for (const one of values) {
        const observable = observables.get('metricName' in one ? String(one.metricName) : name);
        if (observable) result.observe(observable, one.value, one.labels);
      }
  };
  meter.addBatchObservableCallback(observe, [...observables.values()]);
}
