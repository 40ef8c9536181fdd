// The usual script: the SDK's pages, one after another, through csv-stringify. Arguments: connection string, table, filter, columns.
import { TableClient } from '@azure/data-tables';
import { stringify } from 'csv-stringify';

const [connection, table, filter, columnList] = process.argv.slice(2);
const columns = columnList.split(',');
const client = TableClient.fromConnectionString(connection, table, { allowInsecureConnection: true });

async function run() {
  let rows = 0;
  let bytes = 0;
  const csv = stringify({ columns });
  csv.on('data', (chunk) => { bytes += chunk.length; });
  const ended = new Promise((resolve, reject) => csv.on('end', resolve).on('error', reject));
  const entities = client.listEntities({ queryOptions: { filter, select: columns } });
  for await (const page of entities.byPage({ maxPageSize: 1000 })) {
    for (const entity of page) {
      rows++;
      if (!csv.write(columns.map((column) => entity[column]))) {
        await new Promise((resolve) => csv.once('drain', resolve));
      }
    }
  }
  csv.end();
  await ended;
  return { rows, bytes };
}

const before = process.cpuUsage();
const started = performance.now();
const { rows, bytes } = await run();
const used = process.cpuUsage(before);
console.log(JSON.stringify({
  Rows: rows,
  Bytes: bytes,
  Seconds: (performance.now() - started) / 1000,
  ProcessorSeconds: (used.user + used.system) / 1e6,
  AllocatedBytes: 0,
  PeakBytes: process.resourceUsage().maxRSS * 1024,
}));
