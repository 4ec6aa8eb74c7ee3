/** What two runs must share when one of them was cut and resumed. */
import type { TrainedNetwork, TrainingRecord } from "@lab/model";

/** Parameters and record of a run, without what this call took. */
export function stateOf(
  run: TrainedNetwork,
): Pick<TrainedNetwork, keyof TrainingRecord | "parameters" | "vocabulary"> {
  const { parameters, vocabulary, memory, h, position, iterations } = run;
  const { smoothedLossNats, curve, settings, trainedOn } = run;
  return {
    ...{ parameters, vocabulary, memory, h, position, iterations },
    ...{ smoothedLossNats, curve, settings, trainedOn },
  };
}
