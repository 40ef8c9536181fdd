// Makes the folder dist, ready for Azure Static Web Apps: the pages as they are, the libraries from node_modules, and what differs
// from place to place: config.json and the origins that the content security policy lets the pages call.
//
// Environment: REPORTING_API_ORIGIN (https://...), REPORTING_AUTHORITY (the OpenID Connect issuer), REPORTING_CLIENT_ID, REPORTING_SCOPE.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const settings = {
  apiOrigin: originOf('REPORTING_API_ORIGIN'),
  authority: required('REPORTING_AUTHORITY'),
  clientId: required('REPORTING_CLIENT_ID'),
  scope: process.env.REPORTING_SCOPE || 'openid profile email',
};
const callable = [settings.apiOrigin, new URL(settings.authority).origin].join(' ');

await rm(`${here}dist`, { recursive: true, force: true });
await cp(`${here}admin`, `${here}dist/admin`, { recursive: true });
await mkdir(`${here}dist/admin/vendor`);
for (const file of ['oidc-client-ts/dist/browser/oidc-client-ts.min.js', 'chart.js/dist/chart.umd.min.js']) {
  await cp(`${here}node_modules/${file}`, `${here}dist/admin/vendor/${file.split('/').at(-1)}`);
}

await writeFile(`${here}dist/admin/config.json`, `${JSON.stringify(settings, null, 2)}\n`);

const hosting = await readFile(`${here}staticwebapp.config.json`, 'utf8');
await writeFile(`${here}dist/staticwebapp.config.json`, hosting.replace("connect-src 'self'", `connect-src 'self' ${callable}`));
console.log(`dist is made for the API at ${settings.apiOrigin} and the sign-in at ${settings.authority}.`);

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}: the pages cannot work without it.`);
  return value;
}

function originOf(name) {
  const { origin, protocol } = new URL(required(name));
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`${name} must be an http or https address.`);
  return origin;
}
