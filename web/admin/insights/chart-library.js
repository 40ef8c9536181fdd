/** @typedef {typeof import('chart.js').Chart} ChartLibrary */

/** The build of Chart.js for all places: as a module it has no export, but leaves `Chart` on the global object. */
const address = '/admin/vendor/chart.umd.min.js';

/** @type {Promise<ChartLibrary>|undefined} */
let loading;

/** Loads the library once; only the page that draws charts asks for it. */
export function loadChartLibrary() {
  loading ??= import(address).then(() => {
    const { Chart } = /** @type {{Chart: ChartLibrary}} */ (/** @type {unknown} */ (globalThis));
    Chart.defaults.animation = false;
    Chart.defaults.maintainAspectRatio = false;
    return Chart;
  });
  return loading;
}
