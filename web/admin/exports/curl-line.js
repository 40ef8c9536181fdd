/** A line for a POSIX shell that downloads the file behind a link under its own name. */
export function curlLine(url) {
  return `curl --fail --location --remote-name --remote-header-name ${quoted(url)}`;
}

/** In single quotes a shell takes every character as it is, but for the single quote. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
