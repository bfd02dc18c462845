export { roundedUpForCards } from './cards.js';
export { allocate } from './allocate.js';
export { currencies, currencyExponent, isCurrency, type Exponent } from './currencies.js';
export { formatMoney, parseDecimal, toDecimal } from './format.js';
export { add, money, multiply, subtract, sum, type Money } from './money.js';
export { divideHalfUp, percentOf, WHOLE_IN_BASIS_POINTS } from './rounding.js';
