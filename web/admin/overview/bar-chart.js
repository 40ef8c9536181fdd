import { svgElement } from '../app/dom.js';
import { countText } from '../text/numbers.js';

const width = 260;
const height = 72;
const gap = 0.25;

/**
 * A small bar chart. It stands as one picture with a description for screen readers; each bar names its value on hover.
 * @param {{label: string, value: number}[]} bars From left to right.
 * @param {string} description The chart in one sentence.
 * @param {string} unit What is counted.
 */
export function barChart(bars, description, unit) {
  const highest = Math.max(1, ...bars.map(bar => bar.value));
  const step = width / bars.length;
  return svgElement('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': description, class: 'bars' },
    ...bars.map((bar, index) => {
      const length = bar.value === 0 ? 0 : Math.max(1.5, bar.value / highest * (height - 2));
      return svgElement('rect', { x: (index + gap / 2) * step, y: height - length - 1, width: step * (1 - gap), height: length, },
        svgElement('title', {}, `Week of ${bar.label}: ${countText(bar.value)} ${unit}`));
    }),
    svgElement('line', { x1: 0, y1: height - 0.5, x2: width, y2: height - 0.5 }));
}
