import { plainText } from '../text/linked-text.js';
import { measureText } from '../text/numbers.js';

/**
 * What a chart shows; its table and its files are made of the same. A label that has no rows behind it has null for a link.
 * @typedef {{title: string, kind: 'bars'|'lines'|'areas'|'ranking', unit: string, axis: string, labels: string[], links: (string|null)[],
 *   series: {name: string, values: (number|null)[]}[]}} ChartData
 *
 * @typedef {{text: string, quiet: string, line: string, surface: string, series: string[]}} Theme
 * @typedef {import('chart.js').ChartConfiguration<'bar'|'line', (number|null)[], string>} Configuration
 */

const longestLabel = 28;
const narrow = { width: 480, longestLabel: 20 };
const longestTooltip = 90;

/** Series differ in colour, and besides in the dashes of their lines and the shape of their points. */
const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [1, 4], [12, 4]];
const shapes = /** @type {const} */ (['circle', 'rectRot', 'triangle', 'rect', 'crossRot', 'star', 'rectRounded']);

/** The colours of the page as they are now, in the light or in the dark: a canvas takes no variables. */
export function readTheme() {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = { text: colour('text'), quiet: colour('quiet'), line: colour('line'), surface: colour('surface'),
    series: shapes.map((_, index) => colour(`series-${index + 1}`)) };
  probe.remove();
  return theme;
}

/**
 * The library's configuration of a chart.
 * @param {ChartData} data
 * @param {Theme} theme
 * @param {(index: number) => void} onChoose Called when a bar or a point is clicked.
 * @returns {Configuration}
 */
export function chartConfiguration(data, theme, onChoose) {
  const isRanking = data.kind === 'ranking';
  const isBar = isRanking || data.kind === 'bars';
  const [valueAxis, labelAxis] = isRanking ? ['x', 'y'] : ['y', 'x'];
  const axis = (/** @type {string} */ text) => ({
    border: { color: theme.quiet }, title: { display: true, text, color: theme.quiet },
  });
  return {
    type: isBar ? 'bar' : 'line',
    data: {
      labels: data.labels.map(label => plainText(label, longestTooltip)),
      datasets: data.series.map(({ name, values }, index) => ({ label: name, data: values, ...styleOf(data, theme, index) })),
    },
    options: {
      indexAxis: isRanking ? 'y' : 'x',
      interaction: { mode: 'index', axis: isRanking ? 'y' : 'x', intersect: false },
      onClick: (_, elements) => { if (elements[0]) onChoose(elements[0].index); },
      onHover: (event, elements) => {
        const target = event.native?.target;
        const leads = elements[0] !== undefined && data.links[elements[0].index] !== null;
        if (target instanceof HTMLElement) target.style.cursor = leads ? 'pointer' : 'default';
      },
      scales: {
        [valueAxis]: { ...axis(data.unit), beginAtZero: true, stacked: data.kind === 'areas', grid: { color: theme.line },
          ticks: { color: theme.quiet, maxTicksLimit: 6, precision: isCount(data) ? 0 : undefined } },
        [labelAxis]: { ...axis(data.axis), grid: { display: false }, ticks: {
          color: theme.quiet, maxRotation: 0, autoSkip: !isRanking, autoSkipPadding: 12,
          callback(_, index) {
            return plainText(data.labels[index] ?? '', this.chart.width < narrow.width ? narrow.longestLabel : longestLabel);
          },
        } },
      },
      plugins: {
        title: { display: false, text: data.title, color: theme.text },
        legend: { display: data.series.length > 1, position: 'bottom', labels: { color: theme.text, usePointStyle: true, boxWidth: 28 } },
        tooltip: { usePointStyle: true, callbacks: {
          label: ({ dataset, raw }) => `${dataset.label}: ${measureText(/** @type {number|null} */ (raw))}`,
        } },
      },
    },
  };
}

/**
 * @param {ChartData} data
 * @param {Theme} theme
 * @param {number} index
 */
function styleOf({ kind }, theme, index) {
  const place = index % shapes.length;
  const colour = theme.series[place];
  if (kind === 'bars' || kind === 'ranking') return { backgroundColor: colour, maxBarThickness: 28, minBarLength: 0 };
  const line = { borderColor: colour, borderWidth: 2, borderDash: dashes[place], pointStyle: shapes[place], pointRadius: 3.5,
    pointBackgroundColor: colour, pointBorderColor: colour, backgroundColor: colour };
  return kind === 'lines' ? line : { ...line, fill: index === 0 ? 'origin' : '-1', backgroundColor: faded(colour) };
}

/** @param {ChartData} data */
function isCount({ series }) {
  return series.every(({ values }) => values.every(value => value === null || Number.isInteger(value)));
}

/**
 * `rgb(1, 2, 3)` at a third of its strength: lines and points stand out from the area between them.
 * @param {string|undefined} colour
 */
function faded(colour) {
  return colour?.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.3)');
}
