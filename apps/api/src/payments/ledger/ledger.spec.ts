import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  captureJournal,
  refundJournal,
  returnedRefundJournal,
  unmadeRefundJournal,
  type Account,
  type Entry,
} from './ledger.js';
import { sharesOf, totalOfShares, type Shares } from './shares.js';

const minorUnits = fc.integer({ min: 0, max: 100_000_000 });
const someShares: fc.Arbitrary<Shares> = fc.record({ host: minorUnits, platform: minorUnits, tax: minorUnits });

const sum = (entries: readonly Entry[]) => entries.reduce((total, { amount }) => total + amount, 0);

describe('the ledger', () => {
  it('balances every capture and every refund', () => {
    fc.assert(
      fc.property(someShares, (shares) => {
        expect(sum(captureJournal('p', shares).entries)).toBe(0);
        expect(sum(refundJournal('r', shares).entries)).toBe(0);
      }),
    );
  });

  it('leaves nothing on any account when all of a capture is refunded', () => {
    fc.assert(
      fc.property(someShares, (shares) => {
        const entries = [...captureJournal('p', shares).entries, ...refundJournal('r', shares).entries];
        const accounts = Map.groupBy(entries, ({ account }) => account);
        for (const ofAccount of accounts.values()) expect(sum(ofAccount)).toBe(0);
      }),
    );
  });

  it('debits what Stripe holds and credits those to whom it is owed', () => {
    expect(captureJournal('p', { host: 970, platform: 170, tax: 60 })).toEqual({
      kind: 'capture',
      key: 'capture:p',
      entries: [
        { account: 'stripe_clearing', amount: 1200 },
        { account: 'host_payable', amount: -970 },
        { account: 'platform_fee', amount: -170 },
        { account: 'tax_payable', amount: -60 },
      ],
    });
  });

  it('has no entry for an account that nothing is owed to', () => {
    const accounts = refundJournal('r', { host: 100, platform: 0, tax: 0 }).entries.map(({ account }) => account);
    expect(accounts).toEqual(['stripe_clearing', 'host_payable']);
  });
});

describe('the books of a refund that failed', () => {
  it.each([
    ['owe the guest', 'guest_payable', 'disputed'],
    ['while the payment is disputed keep for nobody', 'disputed', 'guest_payable'],
  ] as const)('balance, and %s all of it, whether it had gone before or not', (_, account, other) => {
    fc.assert(
      fc.property(someShares, fc.string(), (shares, id) => {
        const captured = captureJournal('p', shares);
        const cameBack = [captured, refundJournal(id, shares), returnedRefundJournal(id, shares, account)];
        const neverWent = [captured, unmadeRefundJournal(id, shares, account)];
        const owed = totalOfShares(shares);
        for (const journals of [cameBack, neverWent]) {
          for (const { entries } of journals) expect(sum(entries)).toBe(0);
          const entries = journals.flatMap((journal) => journal.entries);
          const on = (name: Account) => sum(entries.filter((entry) => entry.account === name));
          expect([on('stripe_clearing'), on(account), on(other)]).toEqual([owed, 0 - owed, 0]);
          expect([on('host_payable'), on('platform_fee'), on('tax_payable')]).toEqual([0, 0, 0]);
        }
      }),
    );
  });
});

describe('shares', () => {
  it('of a part sum to that part, whatever it is', () => {
    const positive = someShares.filter((shares) => totalOfShares(shares) > 0);
    fc.assert(
      fc.property(positive, minorUnits, (shares, amount) => {
        expect(totalOfShares(sharesOf(amount, shares, 'EUR'))).toBe(amount);
      }),
    );
  });

  it('of the whole are the shares themselves', () => {
    const shares = { host: 7, platform: 2, tax: 1 };
    expect(sharesOf(10, shares, 'EUR')).toEqual(shares);
  });
});
