// What a cheaper training has less of. On its own, because the lab document names it and must stay light.

export const fidelityKinds = ['rows', 'resolution', 'width', 'epochs', 'folds'] as const;
export type FidelityKind = (typeof fidelityKinds)[number];

/** Those of architecture search, whose networks are not cross-validated. */
export const archFidelityKinds = ['rows', 'resolution', 'width', 'epochs'] as const satisfies readonly FidelityKind[];
