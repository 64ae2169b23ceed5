// SPDX-License-Identifier: Apache-2.0
// The official OpenTelemetry exporter: otlp.mjs URL TOKEN COUNT NAME.
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";

const [url, token, count, name] = process.argv.slice(2);
const exporter = new OTLPLogExporter({ url, headers: { Authorization: `Bearer ${token}` }, compression: "gzip" });
const results = [];
const send = exporter.export.bind(exporter);
exporter.export = (records, done) => send(records, (result) => {
  results.push(result.code);
  done(result);
});
const provider = new LoggerProvider({
  processors: [new BatchLogRecordProcessor({ exporter, maxQueueSize: 10000, maxExportBatchSize: 100, scheduledDelayMillis: 50 })],
});
const logger = provider.getLogger("test");
for (let i = 0; i < Number(count); i++)
  logger.emit({ severityText: "INFO", body: `${name} ${i}`, attributes: { number: i } });
await provider.forceFlush();
await provider.shutdown();
console.log(JSON.stringify({ batches: results.length, failed: results.filter((code) => code !== 0).length }));
