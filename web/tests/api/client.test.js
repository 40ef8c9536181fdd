import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { browseAuditLogs } from '../../admin/api/audit-logs.js';
import { ApiClient, ApiProblem } from '../../admin/api/client.js';
import { deleteExport, listExports, readExport } from '../../admin/api/exports.js';
import { daysCounted, readMetrics } from '../../admin/api/metrics.js';
import { changeSchedule, createSchedule } from '../../admin/api/schedules.js';

const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

/** A client whose API gives these responses; `sent` holds what was asked of it. */
function clientOf(...responses) {
  const sent = [];
  const forbidden = [];
  const session = { accessToken: 'token-1', signInAgain: async () => { throw new Error('left for the sign-in'); } };
  globalThis.fetch = async (address, settings) => {
    sent.push({ address, ...settings });
    const response = responses.shift();
    if (response instanceof Error) throw response;
    return response;
  };
  return { api: new ApiClient('https://api.example', session, problem => forbidden.push(problem)), sent, forbidden };
}

test('a request carries the token, and of the query only what is given', async () => {
  const { api, sent } = clientOf(Response.json({ items: [], cursor: null, hasNextPage: false, searchedBackTo: null }));
  await browseAuditLogs(api, { user: 'a&b=c', text: '', since: undefined, after: null, first: 0 });
  assert.equal(sent[0].address, 'https://api.example/api/audit-logs?user=a%26b%3Dc&first=0');
  assert.equal(sent[0].headers.authorization, 'Bearer token-1');
  assert.equal(sent[0].headers['content-type'], undefined);
  assert.equal(sent[0].cache, 'no-store');
});

test('an id from outside cannot lead to another address', async () => {
  const { api, sent } = clientOf(new Response(null, { status: 204 }), Response.json({}));
  await deleteExport(api, '../schedules/x?y#z');
  await createSchedule(api, 'a/b', { report: 'usage' });
  assert.deepEqual(sent.map(({ method, address }) => `${method} ${address}`),
    ['DELETE https://api.example/api/exports/..%2Fschedules%2Fx%3Fy%23z', 'PUT https://api.example/api/schedules/a%2Fb']);
});

test('a new schedule must not be there yet; a changed one must still be as it was read', async () => {
  const { api, sent } = clientOf(Response.json({}), Response.json({}), Response.json({}));
  await createSchedule(api, 'weekly', {});
  await changeSchedule(api, 'weekly', {}, '"v1"');
  await changeSchedule(api, 'weekly', {}, null);
  const conditions = sent.map(({ headers }) => [headers['if-none-match'], headers['if-match']]);
  assert.deepEqual(conditions, [['*', undefined], [undefined, '"v1"'], [undefined, undefined]]);
});

test('exports come with their rows and progress, finished or not', async () => {
  const finished = { id: '1', state: 'SUCCESSFUL', rowCount: 14, stateMessage: null };
  const running = { id: '2', state: 'IN_PROGRESS', rowCount: null, progress: { rows: 7, percent: 50 } };
  const { api } = clientOf(Response.json({ items: [finished, running, { id: '3', state: 'QUEUED' }], cursor: 'next' }));
  const { jobs, next } = await listExports(api);
  const shown = jobs.map(({ rows, percent, stateMessage }) => [rows, percent, stateMessage]);
  assert.deepEqual(shown, [[14, 100, ''], [7, 50, ''], [0, null, '']]);
  assert.equal(next, 'next');
});

test('a refusal is told as the API words it, by field', async () => {
  const details = { title: 'Bad request', detail: 'cron: five fields are needed.', errors: { cron: ['five fields are needed'] } };
  const { api } = clientOf(Response.json(details, { status: 400 }));
  await assert.rejects(readExport(api, 'x'), problem => {
    assert.ok(problem instanceof ApiProblem);
    const { status, title, message, fields } = problem;
    assert.deepEqual([status, title, message, fields], [400, details.title, details.detail, details.errors]);
    return true;
  });
});

for (const [name, body] of [
  ['a page', '<html>Bad gateway</html>'], ['nothing', ''], ['null', 'null'], ['a number', '502'], ['a list', '[]'], ['a text', '"x"'],
]) {
  test(`a proxy that answers 502 with ${name} is told by its status`, async () => {
    const { api } = clientOf(new Response(body, { status: 502 }));
    await assert.rejects(readExport(api, 'x'), { message: 'The API answered 502.', status: 502 });
  });
}

test('401 leads to the sign-in, 403 is told once for the whole page', async () => {
  const { api, forbidden } = clientOf(new Response('', { status: 401 }), Response.json({ detail: 'No.' }, { status: 403 }));
  await assert.rejects(api.get('reports'), /left for the sign-in/);
  assert.equal(forbidden.length, 0);
  await assert.rejects(api.get('reports'), { status: 403 });
  assert.deepEqual(forbidden.map(problem => problem.message), ['No.']);
});

test('an API that cannot be reached is named', async () => {
  const { api } = clientOf(new TypeError('Failed to fetch'));
  await assert.rejects(api.get('reports'), { status: 0, message: /^The API at https:\/\/api\.example does not answer\./ });
});

test('a request that the page withdrew is no problem of the API', async () => {
  const { api } = clientOf(new DOMException('withdrawn', 'AbortError'));
  await assert.rejects(api.get('audit-logs', {}, AbortSignal.abort()), { name: 'AbortError' });
});

test('numbers that are still being made are told from any other failure', async () => {
  const building = { daysReady: 3, daysTotal: 90 };
  const { api } = clientOf(
    Response.json({ building }, { status: 503 }), new Response('', { status: 503 }), Response.json({}, { status: 400 }));
  assert.deepEqual(daysCounted(await readMetrics(api, {}).catch(problem => problem)), building);
  assert.equal(daysCounted(await readMetrics(api, {}).catch(problem => problem)), null);
  assert.equal(daysCounted(await readMetrics(api, {}).catch(problem => problem)), null);
});

test('an empty response is null, and a version is read with its value', async () => {
  const versioned = Response.json({ name: 'x' }, { headers: { etag: '"7"' } });
  const { api } = clientOf(new Response(null, { status: 204 }), versioned, Response.json({}));
  assert.equal(await api.delete('exports/x'), null);
  assert.deepEqual(await api.getVersioned('schedules/x'), { value: { name: 'x' }, version: '"7"' });
  assert.equal((await api.getVersioned('schedules/x')).version, null);
});
