// Entry of the table worker: reading and storing data, away from the page. The work is in lib/table.
import { openStore } from '$store/open';
import { exposeApi } from './lib/expose';
import { TableService } from './lib/table/service';

const service = new TableService(openStore, () => Date.now());
exposeApi({
  importFiles: service.importFiles.bind(service),
  importText: service.importText.bind(service),
  importUrl: service.importUrl.bind(service),
  ensure: service.ensure.bind(service),
  cards: service.cards.bind(service),
  cancel: service.cancel.bind(service),
  retype: service.retype.bind(service),
  propose: service.propose.bind(service),
  rows: service.rows.bind(service),
  rowsAt: service.rowsAt.bind(service),
  arrange: service.arrange.bind(service),
  stopArranging: service.stopArranging.bind(service),
  pick: service.pick.bind(service),
  sample: service.sample.bind(service),
  image: service.image.bind(service),
  histogram: service.histogram.bind(service),
  prepared: service.prepared.bind(service),
  inputs: service.inputs.bind(service),
  features: service.features.bind(service),
  detail: service.detail.bind(service),
  tally: service.tally.bind(service),
  look: service.look.bind(service),
  check: service.check.bind(service),
  baselines: service.baselines.bind(service),
  labelled: service.labelled.bind(service),
  writeOut: service.writeOut.bind(service),
  keepLabelled: service.keepLabelled.bind(service),
  suspects: service.suspects.bind(service),
  stopInspecting: service.stopInspecting.bind(service),
});
