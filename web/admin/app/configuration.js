/**
 * Where the API and the sign-in are: `/admin/config.json`, beside these pages. An empty `apiOrigin` means the pages' own origin, an empty
 * `authority` that origin's development sign-in.
 * @returns {Promise<{apiOrigin: string, authority: string, clientId: string, scope: string}>}
 */
export async function loadConfiguration() {
  const response = await fetch('/admin/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`The pages' settings (/admin/config.json) could not be read: ${response.status} ${response.statusText}.`);
  const configuration = await response.json();
  return {
    apiOrigin: configuration.apiOrigin || location.origin,
    authority: configuration.authority || `${location.origin}/development`,
    clientId: configuration.clientId || 'reporting-admin',
    scope: configuration.scope || 'openid profile email',
  };
}
