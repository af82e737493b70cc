// The one error type that reaches a person. It carries a code and plain details; the words are in the catalogue.
import { grouped } from '../format';
import { catalogue, type ErrorCode } from './catalogue';

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error as plain data: what crosses a worker boundary and what a journal stores. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** What happened, with the details filled in. */
  readonly message: string;
  /** What the person can do about it. */
  readonly action: string;
}

/** Numbers as everywhere; a decimal keeps all its digits, since it may be what has to be corrected. */
const said = (detail: string | number) =>
  typeof detail === 'number' && Number.isInteger(detail) ? grouped(detail) : String(detail);
const fill = (template: string, details: ErrorDetails) =>
  template.replace(/\{(\w+)\}/g, (hole, key: string) => (key in details ? said(details[key]) : hole));

/** A coded error: what happened, which thing, and what to do. */
export class TablabError extends Error {
  override readonly name = 'TablabError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(fill(catalogue[code].what, details), options);
    this.code = code;
    this.details = details;
  }

  get action(): string {
    return fill(catalogue[this.code].action, this.details);
  }

  toPlain(): PlainError {
    return { code: this.code, details: this.details, message: this.message, action: this.action };
  }
}

/** Any thrown value as a plain coded error; what nobody foresaw becomes `unexpected` with its message kept. */
export function plainError(error: unknown): PlainError {
  if (error instanceof TablabError) return error.toPlain();
  if (isPlainError(error)) return error;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new TablabError('unexpected', { reason }, { cause: error }).toPlain();
}

/** A thrown value in words: what happened and what to do. */
export function errorText(error: unknown): string {
  const { message, action } = plainError(error);
  return `${message} ${action}`;
}

/** What a check that throws refuses, in words; null where it passes. */
export function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return errorText(error);
  }
}

/** The error back from its plain form. */
export function reviveError(plain: PlainError): TablabError {
  return new TablabError(plain.code in catalogue ? plain.code : 'unexpected', plain.details);
}

export function isPlainError(value: unknown): value is PlainError {
  if (typeof value !== 'object' || value === null) return false;
  const { code, details } = value as Partial<PlainError>;
  return typeof code === 'string' && code in catalogue && typeof details === 'object';
}
