// A number as colours: four classes of equal size.
export function quarters(values: Float64Array): { class: Int32Array; classes: string[] } {
  const sorted = values.slice().sort();
  const cuts = [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
  return {
    class: Int32Array.from(values, (value) => cuts.filter((cut) => value > cut).length),
    classes: ['lowest quarter', 'second', 'third', 'highest quarter'],
  };
}
