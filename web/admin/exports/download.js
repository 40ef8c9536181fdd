/**
 * Downloads the file behind a link; the link names the file.
 * @param {string|null|undefined} url
 */
export function downloadFile(url) {
  const link = document.createElement('a');
  link.href = webAddress(url);
  link.download = '';
  link.rel = 'noreferrer';
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * A link of the API as an address that may be opened. The API gives none for a file that has expired or was deleted.
 * @param {string|null|undefined} url
 */
export function webAddress(url) {
  if (!url) throw new Error('The file is no longer there. Export the report again.');
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) throw new Error('The API gave a link that is no web address.');
  return address.href;
}

/**
 * A line for a POSIX shell that downloads the file behind a link under its own name.
 * @param {string} url
 */
export function curlLine(url) {
  return `curl --fail --location --remote-name --remote-header-name ${quoted(url)}`;
}

/**
 * In single quotes a shell takes every character as it is, except the single quote.
 * @param {string} text
 */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
