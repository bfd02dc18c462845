import { expectStatus, type HttpClient } from '#testing';

interface Stay {
  propertyId: string;
  checkIn: string;
  checkOut: string;
}

/** Whether each night of a stay is free, as anybody may read it off the calendar. */
export async function freeNights(app: HttpClient, { propertyId, checkIn, checkOut }: Stay): Promise<boolean[]> {
  const path = `/v1/properties/${propertyId}/calendar?from=${checkIn}&to=${checkOut}`;
  const { data } = expectStatus(await app.get<{ data: { date: string; available: boolean }[] }>(path), 200);
  return data.filter(({ date }) => date < checkOut).map(({ available }) => available);
}
