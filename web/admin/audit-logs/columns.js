/** The columns of the table, in order; `width` is a track of a CSS grid. */
export const columns = [
  { name: 'user', title: 'User', width: 'minmax(9rem, 1.3fr)' },
  { name: 'target', title: 'Target', width: 'minmax(7rem, 0.8fr)' },
  { name: 'actionType', title: 'Action type', width: 'minmax(5.5rem, 0.5fr)' },
  { name: 'action', title: 'Action', width: 'minmax(8rem, 0.9fr)' },
  { name: 'description', title: 'Description', width: 'minmax(12rem, 3fr)' },
  { name: 'time', title: 'Time', width: 'minmax(8rem, 0.9fr)' },
  { name: 'outcome', title: 'Outcome', width: 'minmax(6rem, 0.5fr)' },
];

export const actionTypes = ['Create', 'Read', 'Update', 'Delete'];
export const outcomes = ['Started', 'Success', 'Failed'];
