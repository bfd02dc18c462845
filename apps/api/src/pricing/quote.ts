import { isStay, nightCount, nightsBetween, type LocalDate, type Stay } from '#dates';
import { chargeableUp, money } from '#money';
import { type Guests } from './guests.js';
import { discountLines, type DiscountedStay } from './discounts.js';
import { nightLines } from './nights.js';
import { basisPointsOf, lineUnlessZero, percentText, totalOf, type LineKind, type PriceLine } from './price-lines.js';
import { type Rates } from './rates.js';
import { taxLines } from './taxes.js';

/** What the service fees are percentages of. */
const STAY_LINES = ['night', 'discount', 'cleaning', 'extra_guest', 'pet'] as const;

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
 *                 + Σ over nights of a season or with an override (its price − what the night would have cost)
 *     discounts   one after the other, each off = (left × percent + 5000) / 10000 of what the ones before it leave:
 *                 for the party, for the length, for the days ahead, for the policy
 *     stay      = nights − discounts + cleaningFee + extraGuests × n × extraGuestFee + (pets > 0 ? petFee : 0)
 *                 where extraGuests = GREATEST(adults + children − guestsIncluded, 0)
 *     fee       = (stay × guestServiceFee + 5000) / 10000
 *     total     = stay + fee + taxes; in BHD, JOD, KWD, OMR and TND up to the next ten
 *     hostEarns = stay − (stay × hostServiceFee + 5000) / 10000
 *
 * What stands above what, and which discount counts, is one table in docs/pricing.md. A weekend's nights are those that
 * start on a Friday or a Saturday. The last line brings the total up to what a card can be charged, where cards do not
 * know a currency's third decimal: a part of our fee, and not taxed. Each line says which rules have made it so.
 * @param today at the property: discounts by lead time count the days from it to the arrival
 * @throws RangeError when `stay` is none, when nobody stays, or when an amount grows beyond what is exact
 */
export function priceStay(rates: Rates, stay: Stay, guests: Guests, today: LocalDate): PricedStay {
  if (!isStay(stay)) throw new RangeError(`Not a stay: ${stay.checkIn} to ${stay.checkOut}`);
  if (guests.adults + guests.children < 1) throw new RangeError('Nobody stays');
  const { currency } = rates;
  const discounted = {
    nights: nightCount(stay),
    party: guests.adults + guests.children,
    daysAhead: nightsBetween(today, stay.checkIn),
  };
  const stayLines = [...accommodationLines(rates, stay, discounted), ...feeLines(rates, stay, guests)];
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

function accommodationLines(rates: Rates, stay: Stay, discounted: DiscountedStay): PriceLine[] {
  const nights = nightLines(rates, stay);
  return [...nights, ...discountLines(rates, discounted, totalOf(nights, rates.currency))];
}

function feeLines(rates: Rates, stay: Stay, guests: Guests): PriceLine[] {
  const { cleaningFee = 0, extraGuestFee = 0, guestsIncluded = 1, petFee = 0 } = rates;
  const extraGuests = Math.max(guests.adults + guests.children - guestsIncluded, 0);
  const guestNights = extraGuests * nightCount(stay);
  const extraText = `Extra guests: ${extraGuests} × ${nightCount(stay)} nights`;
  const extraRule = { rule: 'extra_guest_fee', threshold: guestsIncluded, amount: extraGuestFee } as const;
  return [
    ...lineUnlessZero('cleaning', 'Cleaning fee', 1, cleaningFee, [{ rule: 'cleaning_fee', amount: cleaningFee }]),
    ...lineUnlessZero('extra_guest', extraText, guestNights, extraGuestFee, [extraRule]),
    ...lineUnlessZero('pet', 'Pet fee', guests.pets > 0 ? 1 : 0, petFee, [{ rule: 'pet_fee', amount: petFee }]),
  ];
}

function guestServiceFee(rates: Rates, staySum: number): PriceLine[] {
  const basisPoints = rates.guestServiceFeeBasisPoints;
  const fee = basisPointsOf(staySum, basisPoints, rates.currency);
  const rule = { rule: 'guest_service_fee', basisPoints, base: STAY_LINES } as const;
  return lineUnlessZero('guest_service_fee', `Service fee, ${percentText(basisPoints)}`, 1, fee, [rule]);
}

function rounding(total: number, currency: string): PriceLine[] {
  const missing = chargeableUp(money(total, currency)) - total;
  const rule = { rule: 'rounding', amount: missing } as const;
  return lineUnlessZero('guest_service_fee', 'Rounded up to what cards can be charged', 1, missing, [rule]);
}

function hostServiceFee(rates: Rates, staySum: number): PriceLine<'host_service_fee'>[] {
  const basisPoints = rates.hostServiceFeeBasisPoints;
  const fee = basisPointsOf(staySum, basisPoints, rates.currency);
  const rule = { rule: 'host_service_fee', basisPoints, base: STAY_LINES } as const;
  return lineUnlessZero('host_service_fee', `Host service fee, ${percentText(basisPoints)}`, 1, -fee, [rule]);
}
