// Entry of the replay worker: searches of a table of known results, away from the page. The work is in lib/replay.
import { exposeApi } from './lib/expose';
import { ReplayService } from './lib/replay/service';

const service = new ReplayService();
exposeApi({
  look: service.look.bind(service),
  describe: service.describe.bind(service),
  replay: service.replay.bind(service),
  stop: service.stop.bind(service),
});
