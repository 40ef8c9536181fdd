/** Downloads the file behind a link; the link names the file. */
export function downloadFile(url) {
  if (!/^https?:$/.test(new URL(url, location.href).protocol)) throw new Error('The API gave a link that is no web address.');
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.rel = 'noreferrer';
  document.body.append(link);
  link.click();
  link.remove();
}
