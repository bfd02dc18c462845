import type { OAuthErrorCode } from '#contracts/partners/oauth.dto.js';

/** A refusal in the words of OAuth (RFC 6749, section 5.2). */
export class OAuthRefusal extends Error {
  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
  ) {
    super(description);
  }
}

/** What a program asks for, and by which it proves who it is. */
export interface TokenRequest {
  clientId: string;
  secret: string;
  /** undefined: all that the key has */
  scopes: string[] | undefined;
}

/**
 * Reads a request for a token (RFC 6749, sections 2.3.1, 3.2 and 4.4.2). The client is named by `Authorization: Basic` or
 * in the form, not by both.
 * @throws OAuthRefusal
 */
export function tokenRequest(form: unknown, authorization = ''): TokenRequest {
  if (!(form instanceof URLSearchParams)) throw new OAuthRefusal('invalid_request', 'Send a form, in the body.');
  const fields = fieldsOf(form);
  const grant = fields.get('grant_type');
  if (grant === undefined) throw new OAuthRefusal('invalid_request', 'grant_type is missing.');
  if (grant !== 'client_credentials')
    throw new OAuthRefusal('unsupported_grant_type', 'The one grant is client_credentials.');
  return { ...clientOf(fields, authorization), scopes: fields.get('scope')?.split(' ') };
}

/** What is sent without a value is not sent, and nothing is sent twice (section 3.2). */
function fieldsOf(form: URLSearchParams): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (form.getAll(name).length > 1)
      throw new OAuthRefusal('invalid_request', `${JSON.stringify(name)} is sent more than once.`);
    if (value !== '') fields.set(name, value);
  }
  return fields;
}

function clientOf(fields: Map<string, string>, authorization: string): Omit<TokenRequest, 'scopes'> {
  const [id, secret] = [fields.get('client_id'), fields.get('client_secret')];
  if (!/^basic /i.test(authorization)) {
    if (id === undefined || secret === undefined)
      throw new OAuthRefusal('invalid_client', 'Send client_id and client_secret.');
    return { clientId: id, secret };
  }
  const named = basic(authorization);
  if (secret !== undefined || (id !== undefined && id !== named.clientId))
    throw new OAuthRefusal('invalid_request', 'The client is named in two ways.');
  return named;
}

/** Name and secret are encoded as in a form before they are joined (section 2.3.1). */
function basic(authorization: string): Omit<TokenRequest, 'scopes'> {
  const text = Buffer.from(authorization.slice('basic '.length).trim(), 'base64').toString();
  const colon = text.indexOf(':');
  try {
    const [clientId = '', secret = ''] = [text.slice(0, colon), text.slice(colon + 1)].map(formDecoded);
    if (colon > 0) return { clientId, secret };
  } catch {
    // It is as wrong as one without a colon.
  }
  throw new OAuthRefusal('invalid_client', 'Authorization: Basic holds no name and secret.');
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
