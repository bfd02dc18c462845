/**
 * The objects that the sandbox keeps and answers, with the fields that Stripe's have (see ../../fixtures).
 * They are never changed in place: a change puts a new version into the store, so that an event may hold
 * the version it speaks of without copying it. Amounts are in minor units, times in Unix seconds.
 */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
export type Metadata = { readonly [key: string]: string };
