// Entry of the reading worker: what the page wants to know of a study and what takes longer than a frame.
import { picture } from '$core/run/surrogate/picture';
import { exposeApi } from './lib/expose';

exposeApi({ picture: (question: Parameters<typeof picture>[0]) => Promise.resolve(picture(question)) });
