/** What the tests read of a problem. */
export interface ProblemAnswer {
  code: string;
  status: number;
  detail: string;
  errors?: { pointer: string; code: string; message: string }[];
}
