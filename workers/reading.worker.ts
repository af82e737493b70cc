// Entry of the reading worker: what the page wants to know of a study and what takes longer than a frame.
import type { ImportedStudy } from '$core/run/importStudy/study';
import { picture } from '$core/run/surrogate/picture';
import { exposeApi } from './lib/expose';
import type { ReadingApi } from './reading.api';

let read: readonly ImportedStudy[] = [];

const api: ReadingApi = {
  picture: (question) => Promise.resolve(picture(question)),
  // Loaded when a file is read: few people bring one.
  studies: async (bytes, fileName, space, on) => {
    const [{ readStudyFile }, { proposePaths }] = await Promise.all([
      import('$core/run/importStudy/read'),
      import('$core/run/importStudy/asRun'),
    ]);
    read = readStudyFile(bytes, fileName, on);
    return read.map((study) => ({ ...study, trials: study.trials.length, proposed: proposePaths(study, space) }));
  },
  keep: async (which, wishes) => (await import('./lib/keepImported')).keepImported(read[which], wishes),
};
exposeApi(api);
