import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';

export const CREATED_AT = 'roost:created-at';

/** Where a created resource is: at a fixed path, or under one by the `id` of the answer. */
export type CreatedAt = { path: string } | { under: string };

/** The operation makes a resource: 201, and `Location: <under>/<id of the answer>`, or the path. */
export function Created(at: string | { path: string }): MethodDecorator {
  const place: CreatedAt = typeof at === 'string' ? { under: at } : at;
  return applyDecorators(HttpCode(201), SetMetadata(CREATED_AT, place));
}
