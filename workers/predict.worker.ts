// Entry of the predicting worker: a kept model on new rows, away from the page. The work is in lib/predict.
import { openStore } from '$store/open';
import { exposeApi } from './lib/expose';
import { PredictService } from './lib/predict/service';

const service = new PredictService(openStore, () => performance.now());
exposeApi({
  open: service.open.bind(service),
  readFiles: service.readFiles.bind(service),
  readText: service.readText.bind(service),
  predict: service.predict.bind(service),
  one: service.one.bind(service),
  rowsAt: service.rowsAt.bind(service),
  arrange: service.arrange.bind(service),
  image: service.image.bind(service),
  csv: service.csv.bind(service),
  stop: service.stop.bind(service),
});
