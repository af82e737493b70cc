// Entry of the reduce worker: selections, reductions and embeddings, away from the page. The work is in lib/reduce.
import { openStore } from '$store/open';
import { exposeApi } from './lib/expose';
import { ReduceService } from './lib/reduce/service';

const service = new ReduceService(openStore);
exposeApi({
  rank: service.rank.bind(service),
  reduce: service.reduce.bind(service),
  embed: service.embed.bind(service),
  autoencoder: service.autoencoder.bind(service),
  curse: service.curse.bind(service),
  stop: service.stop.bind(service),
});
