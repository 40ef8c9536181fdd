// The design's two operations through a client library as users of the platform would call them.
import { GraphQLClient } from 'graphql-request';

const client = new GraphQLClient(`${process.env.REPORTING_URL}/api/graphql`, { headers: { authorization: `Bearer ${process.env.REPORTING_TOKEN}` } });
const first = 'mutation firstDownloadRecipeRunReport { downloadRecipeRunReport { id } }';
const second = 'query secondDownloadRecipeRunReport($id: ID!) { recipeRunReportDownload(id: $id) { id state stateMessage url fileSize } }';

const { downloadRecipeRunReport: { id } } = await client.request(first);
let download;
do {
  await new Promise(resolve => setTimeout(resolve, 100));
  ({ recipeRunReportDownload: download } = await client.request(second, { id }));
} while (download.state === 'QUEUED' || download.state === 'IN_PROGRESS');

const file = download.url ? await (await fetch(download.url)).arrayBuffer() : null;
console.log(JSON.stringify({ ...download, url: undefined, downloaded: file?.byteLength }));
