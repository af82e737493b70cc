// Whether the features of a lab can be made as its document says. The Features page finds out; the recipe shows it.
import type { Lab } from '$core/lab/document';
import type { Preparation } from './types';

export class LabPreparation implements Preparation {
  #told = $state.raw<{ readonly lab: Lab; readonly broken: boolean } | null>(null);

  tell(lab: Lab, broken: boolean): void {
    this.#told = { lab, broken };
  }
  /** False of what nobody has looked at yet. */
  broken({ data, features, roles, split, types, rows }: Lab): boolean {
    const told = this.#told;
    if (!told?.broken) return false;
    const { lab } = told;
    return (
      lab.data === data &&
      lab.features === features &&
      lab.roles === roles &&
      lab.split === split &&
      lab.types === types &&
      lab.rows === rows
    );
  }
}
