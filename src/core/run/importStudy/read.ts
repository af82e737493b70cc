// A file with a study of another program or lab: which kind it is, and what is in it.
import { TablabError } from '../../errors/error';
import { isOptunaJournal, readOptunaJournal } from './optunaJournal';
import { importLimits, refuse, type ImportedStudy } from './study';
import { readTrialsCsv } from './trialsCsv';
import { isTrialsJson, readTrialsJson } from './trialsJson';

/** The studies of a file. `on` hears the share that is read. Throws `import-study` or `import-study-size`. */
export function readStudyFile(bytes: Uint8Array, fileName: string, on?: (share: number) => void): ImportedStudy[] {
  if (bytes.length > importLimits.bytes)
    throw new TablabError('import-study-size', { megabytes: Math.ceil(bytes.length / 2 ** 20) });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refuse('it is not text in UTF-8', error);
  }
  if (text.trim() === '') throw refuse('it is empty');
  if (isOptunaJournal(text.slice(0, 2000))) return readOptunaJournal(text, on);
  const name = fileName.replace(/\.[^.]*$/, '').slice(0, importLimits.text) || 'trials';
  if (isTrialsJson(text.slice(0, 200))) return [readTrialsJson(text, name)];
  if (/^\s*[[{]/.test(text)) {
    if (!isJson(text) && !isJson(text.slice(0, text.indexOf('\n'))))
      throw refuse('it begins like JSON, and was cut off or changed');
    throw refuse('it is JSON, but neither an Optuna journal nor saved trials');
  }
  return [readTrialsCsv(text, name)];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
