import type { ConvertedPriceDto, QuoteDto } from '#contracts/quotes.dto.js';
import { nightCount } from '#dates';
import { publishedTerms } from '../properties/cancellation.rules.js';
import { lineView } from './line-view.rules.js';
import type { ConvertedPrice, Quote } from './quote.entity.js';

/** Prices are before taxes wherever places are let here; a tax that is in a price is none of them. */
export const TAXES_INCLUDED = false;
const SOURCE = 'European Central Bank, euro foreign exchange reference rates';

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
    taxesIncluded: TAXES_INCLUDED,
    ...depositView(quote.securityDeposit, currency),
    ...(quote.converted && { converted: convertedView(quote.converted) }),
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

/** A deposit of nothing is none. */
export function depositView(amount: number, currency: string): Pick<QuoteDto, 'securityDeposit'> {
  return amount > 0 ? { securityDeposit: { amount, currency } } : {};
}

function convertedView({ currency, total, securityDeposit, rate, date }: ConvertedPrice): ConvertedPriceDto {
  return {
    currency,
    total: { amount: total, currency },
    ...depositView(securityDeposit, currency),
    rate,
    date,
    source: SOURCE,
  };
}
