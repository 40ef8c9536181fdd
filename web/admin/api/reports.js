/**
 * The catalogue: what each report is and what can be chosen.
 * @returns {Promise<{name: string, title: string, description: string, formats: string[], columns: {name: string, description: string, isDefault: boolean}[], filters: {name: string, description: string}[]}[]>}
 */
export async function readCatalogue(api) {
  return (await api.get('reports')).items;
}
