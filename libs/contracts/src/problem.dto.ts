/** One wrong field of a request. */
export class FieldErrorDto {
  /**
   * Where it is, as a JSON pointer into the body, the query or the path (RFC 6901).
   * @example "/guests/adults"
   */
  pointer!: string;

  /**
   * A stable code for programs.
   * @example "min"
   */
  code!: string;

  /**
   * A sentence for people.
   * @example "must not be less than 1"
   */
  message!: string;
}

/** Why a request was refused (RFC 9457). */
export class ProblemDto {
  /**
   * The page that explains this kind of problem.
   * @example "https://roost.example/errors/invalid_input"
   */
  type!: string;

  /**
   * The kind of problem in a few words; the same at each occurrence.
   * @example "The request is not valid"
   */
  title!: string;

  /**
   * The HTTP status.
   * @example 400
   */
  status!: number;

  /**
   * What was wrong this time.
   * @example "/guests/adults: must not be less than 1"
   */
  detail!: string;

  /**
   * A stable code for programs.
   * @example "invalid_input"
   */
  code!: string;

  /** Every wrong field, for bad input. */
  errors?: FieldErrorDto[];
}
