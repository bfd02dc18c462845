import { isStay, nightCount, type Stay } from '#dates';
import { chargeableUp, money } from '#money';
import { type Guests } from './guests.js';
import { discountLines, nightLines } from './nights.js';
import { basisPointsOf, lineUnlessZero, percentText, totalOf, type LineKind, type PriceLine } from './price-lines.js';
import { type Rates } from './rates.js';
import { taxLines } from './taxes.js';

/** A priced stay: amounts in minor units of `currency`; each total is the sum of its lines. */
export interface PricedStay {
  readonly currency: string;
  /** What the guest pays. */
  readonly lines: readonly PriceLine[];
  readonly total: number;
  /** What the host earns: the same lines without the guest's fee and taxes, less the host's fee. */
  readonly hostLines: readonly PriceLine<LineKind>[];
  readonly hostEarnings: number;
}

/**
 * Prices a stay. Pure integer arithmetic, each line rounded once, half up, so that SQL reproduces it to the cent (all
 * amounts are non-negative, `/` is integer division, percentages are basis points):
 *
 *     nights    = weekdayNights × nightly + weekendNights × COALESCE(weekendNightly, nightly)
 *                 + Σ over overridden nights (override − what the night would have cost)
 *     forLength = (nights × GREATEST(CASE WHEN n >= 7 THEN weekly ELSE 0 END,
 *                                    CASE WHEN n >= 28 THEN monthly ELSE 0 END) + 5000) / 10000
 *     forPolicy = ((nights − forLength) × policyDiscount + 5000) / 10000
 *     stay      = nights − forLength − forPolicy + cleaningFee + extraGuests × n × extraGuestFee + (pets > 0 ? petFee : 0)
 *                 where extraGuests = GREATEST(adults + children − guestsIncluded, 0)
 *     fee       = (stay × guestServiceFee + 5000) / 10000
 *     total     = stay + fee + taxes; in BHD, JOD, KWD, OMR and TND up to the next ten
 *     hostEarns = stay − (stay × hostServiceFee + 5000) / 10000
 *
 * The weekly and the monthly discount do not add up: the larger counts. A non-refundable stay costs a tenth less on top:
 * a tenth of the nights as that discount leaves them, of no fee. A weekend's nights are those that start on a Friday or
 * a Saturday. The last line brings the total up to what a card can be charged, where cards do not know a currency's
 * third decimal: a part of our fee, and not taxed.
 * @throws RangeError when `stay` is none, when nobody stays, or when an amount grows beyond what is exact
 */
export function priceStay(rates: Rates, stay: Stay, guests: Guests): PricedStay {
  if (!isStay(stay)) throw new RangeError(`Not a stay: ${stay.checkIn} to ${stay.checkOut}`);
  if (guests.adults + guests.children < 1) throw new RangeError('Nobody stays');
  const { currency } = rates;
  const stayLines = [...accommodationLines(rates, stay), ...feeLines(rates, stay, guests)];
  const staySum = totalOf(stayLines, currency);
  const feed = [...stayLines, ...guestServiceFee(rates, staySum)];
  const taxed = [...feed, ...taxLines(rates.taxes, { stay, guests, lines: feed, currency })];
  const lines = [...taxed, ...rounding(totalOf(taxed, currency), currency)];
  const hostLines = [...stayLines, ...hostServiceFee(rates, staySum)];
  return {
    currency,
    lines,
    total: totalOf(lines, currency),
    hostLines,
    hostEarnings: totalOf(hostLines, currency),
  };
}

function accommodationLines(rates: Rates, stay: Stay): PriceLine[] {
  const nights = nightLines(rates, stay);
  return [...nights, ...discountLines(rates, nights.length, totalOf(nights, rates.currency))];
}

function feeLines(rates: Rates, stay: Stay, guests: Guests): PriceLine[] {
  const extraGuests = Math.max(guests.adults + guests.children - (rates.guestsIncluded ?? 1), 0);
  const guestNights = extraGuests * nightCount(stay);
  const extraText = `Extra guests: ${extraGuests} × ${nightCount(stay)} nights`;
  return [
    ...lineUnlessZero('cleaning', 'Cleaning fee', 1, rates.cleaningFee ?? 0),
    ...lineUnlessZero('extra_guest', extraText, guestNights, rates.extraGuestFee ?? 0),
    ...lineUnlessZero('pet', 'Pet fee', guests.pets > 0 ? 1 : 0, rates.petFee ?? 0),
  ];
}

function guestServiceFee(rates: Rates, staySum: number): PriceLine[] {
  const basisPoints = rates.guestServiceFeeBasisPoints;
  const fee = basisPointsOf(staySum, basisPoints, rates.currency);
  return lineUnlessZero('guest_service_fee', `Service fee, ${percentText(basisPoints)}`, 1, fee);
}

function rounding(total: number, currency: string): PriceLine[] {
  const missing = chargeableUp(money(total, currency)) - total;
  return lineUnlessZero('guest_service_fee', 'Rounded up to what cards can be charged', 1, missing);
}

function hostServiceFee(rates: Rates, staySum: number): PriceLine<'host_service_fee'>[] {
  const basisPoints = rates.hostServiceFeeBasisPoints;
  const fee = basisPointsOf(staySum, basisPoints, rates.currency);
  return lineUnlessZero('host_service_fee', `Host service fee, ${percentText(basisPoints)}`, 1, -fee);
}
