// Words for screen readers only. One polite and one urgent region per page; the text changes, so it is read.

class Announcer {
  polite = $state('');
  urgent = $state('');

  say(text: string, urgent = false): void {
    const key = urgent ? 'urgent' : 'polite';
    // The same text twice would not be read again: a no-break space makes it another.
    this[key] = this[key] === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
export const announce = (text: string, urgent = false): void => announcer.say(text, urgent);
