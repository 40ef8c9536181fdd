import { element } from '../app/dom.js';
import { exportTitle, progressText } from './export-words.js';

/** An export's progress as a bar and in words. */
export class ProgressBar {
  #bar = element('progress', { max: 100 });
  #text = element('span', { class: 'progress-text' });
  node = element('div', { class: 'progress' }, this.#bar, this.#text);

  show(job) {
    this.#bar.setAttribute('aria-label', `Progress of ${exportTitle(job)}`);
    if (job.percent === null) this.#bar.removeAttribute('value');
    else this.#bar.value = job.percent;
    this.#text.textContent = progressText(job);
  }
}
