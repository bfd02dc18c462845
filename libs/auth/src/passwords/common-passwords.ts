import { dictionary } from '@zxcvbn-ts/language-common';

const LIST = `
012345678901 0123456789012 098765432109 111122223333 111222333444 112233445566 11223344556677 1122334455667788
123123123123 123321123321 123456712345 123456781234 123456789012 1234567890123 12345678901234 123456789012345
1234567890123456 1234567890987654321 123456789123 1234567891234 12345678912345 135792468135 147258369000
147258369147 159357159357 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc
1qaz2wsx3edc4rfv 1qazxsw23edc 1qazxsw23edcvfr4 246813579246 314159265358 741852963741 9876543210123 987654321098
a12345678901 a1234567890b a1b2c3d4e5f6 a1b2c3d4e5f6g7 aa1234567890 abc123456789 abc123abc123 abcd12345678
abcdef123456 abcdefgh1234 abcdefghijkl abcdefghijklm abcdefghijklmn abcdefghijklmnop abcdefghijklmnopqrstuvwxyz
admin123456! admin1234567 admin12345678 admin123456789 admin1234admin adminadmin12 adminadminadmin administrator
administrator1 administrator123 adminpassword airbnb123456 airbnbairbnb arsenal12345 asdfasdfasdf asdfghasdfgh
asdfghjkl123 asdfghjkl1234 asdfghjklqwe asdfghjklzxcvbnm azerty123456 azertyuiop12 azertyuiop123 barcelona123
barcelona1234 baseball1234 baseball12345 basketball12 basketball123 batman123456 booking12345 booking123456
changeme123! changeme1234 changeme12345 changemenow1 changethis123 charlie12345 chelsea12345 christmas123
christmas1234 computer1234 computer12345 correcthorse correcthorsebatterystaple defaultpassword dragon123456
facebook1234 facebook12345 football1234 football12345 goodluck1234 goodmorning1 google123456 guest1234567
guestguest12 guestpassword halloween123 happybirthday happybirthday1 happynewyear happynewyear1 harrypotter1
harrypotter123 hello1234567 hellohello12 hellohellohello helloworld12 helloworld123 helloworld1234 holiday12345
ilovejesus12 ilovemyfamily ilovemyself1 iloveyou1234 iloveyou12345 iloveyou123456 iloveyou2026 iloveyou4ever
iloveyoubaby iloveyouforever iloveyoumom1 iloveyousomuch internet1234 internet12345 iphone123456 jennifer1234
jessica12345 juventus1234 letmein12345 letmein12345! letmein123456 letmeinletmein letmeinnow12 letmeinplease
liverpool123 liverpool1234 lordoftherings manchester12 manchester123 master123456 maytheforcebewithyou michael12345
monkey123456 mypassword12 mypassword123 mypassword1234 mysecretpassword nevergonnagiveyouup newpassword1
newpassword12 newpassword123 openopensesame opensesame12 opensesame123 p4ssw0rd1234 p@ssw0rd1234 p@ssw0rd12345
p@ssword1234 passw0rd1234 passw0rd12345 password123! password1234 password1234! password12345 password123456
password1234567 password12345678 password123456789 password2024 password2025 password2026 password2027
passwordpassword pleasechangeme pokemon12345 princess1234 princess12345 q1w2e3r4t5y6 q1w2e3r4t5y6u7 qazwsxedc123
qazwsxedcrfv qwerty12345! qwerty123456 qwerty123456! qwerty1234567 qwerty12345678 qwerty123456789 qwerty12qwerty
qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopas qwertyuiopasdf qwertyuiopasdfgh
qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertz123456 qwertzuiop12 qwertzuiop123 realmadrid12 realmadrid123
roost1234567 roost12345678 roostpassword roostroost12 rootpassword rootroot1234 samsung12345 secretpassword
securepassword shadow123456 spiderman123 springtime12 starwars1234 starwars12345 strongpassword summer202026
summertime12 summertime123 sunshine1234 sunshine12345 superadmin123 superman1234 superman12345 supersecret1
supersecret123 temporary123 temppassword temppassword1 test12345678 test123456789 tester123456 testing12345
testing123456 testpassword testpassword1 testpassword123 testtesttest thepassword1 thequickbrownfox thisismypassword
tobeornottobe topsecret123 trustno11234 user12345678 userpassword useruseruser vacation1234 vacation12345
verysecret123 welcome12026 welcome1234! welcome12345 welcome123456 welcome1234567 welcomeback1 welcomehome1
welcometo123 whatever1234 whatever12345 winter123456 yourpassword yourpassword1 zaq12wsxcde3 zaq1xsw2cde3
zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl
`;

/** Words that are near at hand here, and not in a list of the whole world's. */
const OURS = ['roost', 'airbnb', 'booking', 'bookings', 'changeme', 'letmein', 'welcome'];
/** Shorter words are not what makes a password weak. */
const SHORTEST_WORD = 4;

/**
 * Passwords that are tried first, in small letters: the 49,000 of @zxcvbn-ts/language-common (MIT; by frequency, out of
 * leaked collections), and long ones – walks over the keyboard, counting, short favourites that were made longer.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...dictionary['passwords-common'],
  ...LIST.trim().split(/\s+/),
  ...OURS,
]);

const LETTERS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/**
 * Whether a password is one of the common ones, or one with no more to it than digits and punctuation: before it, behind
 * it (`Sunshine2027!`), in between (`pass-word-12-34`), or for letters that look alike (`p@ssw0rd`).
 * @param password in small letters
 */
export function isCommon(password: string): boolean {
  const core = password.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const spelt = core.replaceAll(/[^\p{L}]/gu, (sign) => LETTERS[sign] ?? '');
  const words = [core, spelt, letters(core)].filter((word) => word.length >= SHORTEST_WORD);
  return [password, alphanumeric(password), ...words].some((word) => COMMON_PASSWORDS.has(word));
}

function alphanumeric(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function letters(text: string): string {
  return text.replaceAll(/[^\p{L}]/gu, '');
}
