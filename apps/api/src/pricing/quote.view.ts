import type { PriceLineDto, QuoteDto } from '#contracts/quotes.dto.js';
import { nightCount } from '#dates';
import { publishedTerms } from '../properties/cancellation.rules.js';
import type { LineKind, PriceLine } from './price-lines.js';
import type { Quote } from './quote.entity.js';

/** A quote as its guest sees it. */
export function quoteView(quote: Quote): QuoteDto {
  const { id, propertyId, checkIn, checkOut, adults, children, infants, pets, currency } = quote;
  return {
    id,
    propertyId,
    checkIn,
    checkOut,
    nights: nightCount(quote),
    guests: { adults, children, infants, pets },
    lines: quote.lines.map((line) => lineView(line, currency)),
    total: { amount: quote.total, currency },
    bookingMode: quote.bookingMode,
    cancellationPolicy: quote.cancellationPolicy,
    cancellationTerms: publishedTerms(quote.cancellationTerms),
    checkInAt: quote.checkInAt,
    checkOutAt: quote.checkOutAt,
    timeZone: quote.timeZone,
    expiresAt: quote.expiresAt,
    createdAt: quote.createdAt,
  };
}

function lineView(
  { kind, description, date, quantity, unit, amount }: PriceLine<LineKind>,
  currency: string,
): PriceLineDto {
  return {
    kind,
    description,
    ...(date !== undefined && { date }),
    quantity,
    unit: { amount: unit, currency },
    amount: { amount, currency },
  };
}
