import { element, newId } from './dom.js';

/** Asks before something that cannot be undone. Resolves to true when it is to be done. */
export function confirmed(question, explanation, doLabel) {
  return new Promise(resolve => {
    const titleId = newId('question');
    const dialog = element('dialog', { class: 'window small', 'aria-labelledby': titleId, on: { close: () => { dialog.remove(); resolve(dialog.returnValue === 'do'); } } },
      element('h2', { id: titleId }, question),
      element('p', {}, explanation),
      element('div', { class: 'actions' },
        element('button', { type: 'button', autofocus: true, on: { click: () => dialog.close('') } }, 'Keep'),
        element('button', { type: 'button', class: 'danger', on: { click: () => dialog.close('do') } }, doLabel)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
