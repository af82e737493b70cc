// What a cheaper training has less of. On its own, because the lab document names it and must stay light.

export const fidelityKinds = ['rows', 'resolution', 'width'] as const;
export type FidelityKind = (typeof fidelityKinds)[number];
