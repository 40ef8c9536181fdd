import { csvText } from '../text/csv.js';

/**
 * Downloads the rows as a CSV file.
 * @param {string} name Without an ending.
 * @param {(string|number|null)[][]} rows The first one is the header.
 */
export function downloadCsv(name, rows) {
  downloadBlob(`${name}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }));
}

/**
 * Downloads a chart as a picture, with its title, on the page's own background.
 * @param {string} name Without an ending.
 * @param {import('chart.js').Chart} chart
 * @param {string} background
 */
export async function downloadPicture(name, chart, background) {
  const { title } = chart.options.plugins ?? {};
  if (title) title.display = true;
  chart.update('none');
  const { canvas } = chart;
  const picture = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = picture.getContext('2d');
  if (context === null) throw new Error('This browser cannot make a picture of a chart.');
  context.fillStyle = background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  if (title) title.display = false;
  chart.update('none');
  const blob = await new Promise(resolve => picture.toBlob(resolve));
  if (blob === null) throw new Error('This browser cannot make a picture of a chart.');
  downloadBlob(`${name}.png`, blob);
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function downloadBlob(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the content.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
