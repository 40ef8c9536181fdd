const key = 'reporting.awaitedExports';

/** The exports that this tab waits for, to download their files: kept over a reload, gone with the tab. */
export const awaitedExports = {
  /** @returns {string[]} Their ids, oldest first. */
  all() {
    const ids = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(ids) ? ids : [];
  },

  add(id) {
    write([...new Set([...awaitedExports.all(), id])]);
  },

  remove(id) {
    write(awaitedExports.all().filter(other => other !== id));
  },
};

function write(ids) {
  sessionStorage.setItem(key, JSON.stringify(ids));
}
