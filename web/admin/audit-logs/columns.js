/** The columns of the table, in order; `width` is a track of a CSS grid, `exactWidth` the one for times that are written out. */
export const columns = [
  { name: 'user', title: 'User', width: 'minmax(10rem, 1.4fr)' },
  { name: 'target', title: 'Target', width: 'minmax(7rem, 0.8fr)' },
  { name: 'actionType', title: 'Action type', width: 'minmax(5.5rem, 0.4fr)' },
  { name: 'action', title: 'Action', width: 'minmax(9rem, 1fr)' },
  { name: 'description', title: 'Description', width: 'minmax(12rem, 3fr)' },
  { name: 'time', title: 'Time', width: 'minmax(7.5rem, 0.7fr)', exactWidth: 'minmax(12.5rem, 0.9fr)' },
  { name: 'outcome', title: 'Outcome', width: 'minmax(5rem, 0.4fr)' },
  { name: 'origin', title: 'Origin', width: 'minmax(5rem, 0.5fr)' },
];

export const actionTypes = ['Create', 'Read', 'Update', 'Delete'];
export const outcomes = ['Started', 'Success', 'Failed'];
