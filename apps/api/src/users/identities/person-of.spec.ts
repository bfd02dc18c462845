import { describe, expect, it } from '@jest/globals';
import { addressIn, nameBeside, nameIn, verifiedAddressIn } from './person-of.js';

const beside = (user: string) => nameIn(nameBeside(new URLSearchParams({ user })));

describe('what a provider says of a person', () => {
  it('has the name beside the token, where Apple puts it', () => {
    const user = { name: { firstName: 'Ida', lastName: 'Rhodes' }, email: 'eve@example.com' };
    expect(beside(JSON.stringify(user))).toEqual({ firstName: 'Ida', lastName: 'Rhodes' });
    expect(nameBeside(new URLSearchParams({ user: JSON.stringify(user) }))).not.toHaveProperty('email');
  });

  it.each(['', '{', 'null', '5', '[]', '{"name":null}', '{"name":"Ida"}', '{"name":{"firstName":{}}}'])(
    'has no name in %s',
    (user) => {
      expect(beside(user)).toEqual({ firstName: 'Guest', lastName: '' });
    },
  );

  it('has an address in the spelling of its mailbox, if it is one that could be registered', () => {
    expect(addressIn({ email: ' Ida@BÜCHER.example ' })?.mailbox).toBe('Ida@xn--bcher-kva.example');
    for (const email of [undefined, 5, '', 'ida', '"ida"@example.com', 'ida@example.com, eve@example.com'])
      expect(addressIn({ email })).toBeNull();
  });

  it.each([true, 'true'])('has a verified address when it says %j', (said) => {
    expect(verifiedAddressIn({ email: 'ida@example.com', email_verified: said })).not.toBeNull();
  });
});
