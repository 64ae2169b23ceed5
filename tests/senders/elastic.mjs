// SPDX-License-Identifier: Apache-2.0
// The official Elasticsearch client, as programs use it: elastic.mjs MAJOR URL TOKEN COUNT NAME. Prints what it was answered as JSON.
const [major, node, token, count, name] = process.argv.slice(2);
const { Client } = await import(major === "8" ? "elasticsearch8" : "@elastic/elasticsearch");
const client = new Client({ node, auth: { apiKey: token } });
const info = await client.info();
const health = await client.cluster.health();
// The helper gathers documents into bulk requests and tries again by itself.
const bulk = await client.helpers.bulk({
  datasource: Array.from({ length: Number(count) }, (_, i) => ({ message: `${name} ${i}`, at: i })),
  onDocument: () => ({ create: { _index: "logs-test" } }),
  flushBytes: 20000,
});
const one = await client.index({ index: "logs-test", document: { message: `${name} single` } });
let refusal = "";
try {
  await new Client({ node, auth: { apiKey: "wrong" }, maxRetries: 0 }).info();
} catch (error) {
  refusal = String(error.statusCode);
}
console.log(JSON.stringify({ version: info.version.number, health: health.status, taken: bulk.successful, failed: bulk.failed, one: one.result, refusal }));
