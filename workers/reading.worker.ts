// Entry of the reading worker: what the page wants to know of a study and what takes longer than a frame.
import { picture } from '$core/run/surrogate/picture';
import { exposeApi } from './lib/expose';
import type { ReadingApi } from './reading.api';

const api: ReadingApi = {
  picture: (question) => Promise.resolve(picture(question)),
  // Loaded when a file is read: few people bring one.
  studies: async (bytes, fileName) => (await import('$core/run/importStudy/read')).readStudyFile(bytes, fileName),
};
exposeApi(api);
