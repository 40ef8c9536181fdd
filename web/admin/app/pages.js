/** The pages by their path; each loads its own code, so that a page's first view carries no other page's. */
export const pages = [
  { path: '/admin/reports', title: 'Reports', load: () => import('../reports/reports-page.js') },
  { path: '/admin/audit-logs', title: 'Audit logs', load: () => import('../audit-logs/audit-logs-page.js') },
  { path: '/admin/schedules', title: 'Schedules', load: () => import('../schedules/schedules-page.js') },
];

const unknownPage = { path: '', title: 'Not found', load: () => import('./not-found-page.js') };

/** The page that an address names: Reports for `/admin/` itself. */
export function pageOf(path) {
  const plain = path.replace(/\/+$/, '');
  return plain === '/admin' ? pages[0] : pages.find(page => page.path === plain) ?? unknownPage;
}
