// What other layers use of the charts. The host and the painted charts are small; the plotting library behind bars,
// histogram, importance and confusion matrix is loaded on first use.
export { default as Chart } from './Chart.svelte';
export type { AxisSpec, ChartDef, HowComputed, TableTwin } from './chart';
export { bars, type BarsData } from './bars';
export { bestSoFar, type BestSoFarData, type PointState } from './bestSoFar';
export { confusion, confusionMatrix, type ConfusionData } from './confusionMatrix';
export { contour } from './contour';
export { correlationMatrix, type CorrelationData } from './correlationMatrix';
export { curves, type CurvesData, type CurveSeries } from './curves';
export { decisionSurface, type DecisionSurfaceData, type SurfacePoints } from './decisionSurface';
export { edf, type EdfData, type EdfSeries } from './edf';
export { save, toCsv } from './export';
export { grouped, number } from './format';
export { histogram, type HistogramData } from './histogram';
export { importanceBars, type Importance, type ImportanceData } from './importanceBars';
export { markerOf } from './palette';
export { parallelCoordinates } from './parallelCoordinates';
export { pareto, type ParetoData } from './pareto';
export type { PairData } from './plane';
export { predictedVsActual, residuals, type PredictedData } from './predictedVsActual';
export { rankPlot } from './rankPlot';
export { scatter, type ScatterData } from './scatter';
export { slice } from './slice';
export { surrogateLine, surrogatePlane, type SurrogateLineData, type SurrogatePlaneData } from './surrogate';
export { sparkline } from './sparkline';
export { timeline, type TimelineData } from './timeline';
export type { Dimension, TrialColumns } from './trialColumns';
