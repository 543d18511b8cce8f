/**
 * What can go wrong between here and the server. Expected problems (validation, conflicts) are
 * data of the schema and never thrown.
 *
 *   ApiError
 *     NetworkError          no answer came: offline, server down. Worth retrying.
 *     ServerError           the server failed (5xx, INTERNAL), with its incident id. Worth retrying.
 *     UnauthenticatedError  the session has ended: sign in again.
 *     RefusedError          the server understood and refuses (FORBIDDEN, BAD_INPUT, TOO_COMPLEX).
 */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly retryable: boolean = false;
}

export class NetworkError extends ApiError {
  override name = 'NetworkError';
  override readonly retryable = true;
}

export class ServerError extends ApiError {
  override name = 'ServerError';
  override readonly retryable = true;
  constructor(
    message: string,
    readonly incident: string | null = null,
  ) {
    super(message);
  }
}

export class UnauthenticatedError extends ApiError {
  override name = 'UnauthenticatedError';
}

export class RefusedError extends ApiError {
  override name = 'RefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
