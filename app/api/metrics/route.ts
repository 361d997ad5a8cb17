import { route } from '@/lib/api/http/route';
import { metricsText } from '@/lib/process/telemetry/metrics-text';

/** Prometheus text; `Authorization: Bearer $METRICS_TOKEN`. */
export const GET = route(async (request: Request) => metricsText(request));
