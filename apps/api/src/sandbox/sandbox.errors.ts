import { domainError } from '#http';

export class ClockCannotMove extends domainError({
  code: 'clock_cannot_move',
  status: 422,
  title: 'The clock cannot be moved so',
}) {}
