import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseForm } from './form.js';

const plain = (form: unknown): unknown => JSON.parse(JSON.stringify(form));

describe('reading form-encoded parameters', () => {
  it.each([
    ['', {}],
    ['amount=1099&currency=usd', { amount: '1099', currency: 'usd' }],
    ['metadata[booking]=42&metadata[host]=7', { metadata: { booking: '42', host: '7' } }],
    ['expand[0]=latest_charge&expand[1]=customer', { expand: { 0: 'latest_charge', 1: 'customer' } }],
    ['expand[]=a&expand[]=b', { expand: { 0: 'a', 1: 'b' } }],
    ['payment_method_data[card][number]=4242', { payment_method_data: { card: { number: '4242' } } }],
    ['description=A+stay%20in%20%C3%84lmhult&empty=', { description: 'A stay in Älmhult', empty: '' }],
    ['metadata%5Bbooking%5D=42', { metadata: { booking: '42' } }],
    ['flag', { flag: '' }],
  ])('reads %s', (text, expected) => {
    expect(plain(parseForm(text))).toEqual(expected);
  });

  it.each(['a=%', 'a=1&a[b]=2', 'a[b]=1&a=2', `a${'[b]'.repeat(9)}=1`])('refuses %s', (text) => {
    expect(parseForm(text)).toBeNull();
  });

  it('takes __proto__ as a name like another', () => {
    const form = parseForm('__proto__[admin]=true');
    expect(Object.keys(form ?? {})).toEqual(['__proto__']);
    expect(({} as { admin?: string }).admin).toBeUndefined();
  });

  it('gives back any names and values that were encoded', () => {
    const name = fc.stringMatching(/^[a-z_]{1,12}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (fields) => {
        expect(plain(parseForm(new URLSearchParams(fields).toString()))).toEqual({ ...fields });
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseForm(text)));
  });
});
