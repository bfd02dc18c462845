import { allocate, money } from '#money';

/** Whose an amount of money is, in minor units: the three parts sum to it. */
export interface Shares {
  readonly host: number;
  readonly platform: number;
  readonly tax: number;
}

/** What the shares come to together. */
export function totalOfShares({ host, platform, tax }: Shares): number {
  return host + platform + tax;
}

/** The shares of `amount`, in the proportions of `shares`; for money of which only a part has moved. */
export function sharesOf(amount: number, shares: Shares, currency: string): Shares {
  if (amount === totalOfShares(shares)) return shares;
  const [host, platform, tax] = allocate(money(amount, currency), [shares.host, shares.platform, shares.tax]);
  return { host: host?.amount ?? 0, platform: platform?.amount ?? 0, tax: tax?.amount ?? 0 };
}
