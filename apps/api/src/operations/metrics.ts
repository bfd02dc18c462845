import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { Backlog } from './backlog.js';

const MS_PER_SECOND = 1000;

/** The numbers by which the service is watched. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram;

  constructor(backlog: Backlog) {
    collectDefaultMetrics({ register: this.#registry });
    backlog.registerIn(this.#registry);
    this.#requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.#registry],
    });
  }

  /** Counts one answered request under its route's pattern (never its URL, which would hold ids). */
  observe(request: FastifyRequest, reply: FastifyReply): void {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
    this.#requests.observe(labels, reply.elapsedTime / MS_PER_SECOND);
  }

  /** All of them in Prometheus' text format. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }
}
