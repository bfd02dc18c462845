export { allocate } from './allocate.js';
export { chargeableUp, isChargeableCurrency, whyUnchargeable, type Unchargeable } from './chargeable.js';
export { currencies, currencyExponent, isCurrency, type Exponent } from './currencies.js';
export { formatMoney, parseDecimal, toDecimal } from './format.js';
export { add, money, multiply, subtract, sum, type Money } from './money.js';
export { divideHalfUp, percentOf, WHOLE_IN_BASIS_POINTS } from './rounding.js';
export { fromStripeAmount, toStripeAmount } from './stripe-amount.js';
