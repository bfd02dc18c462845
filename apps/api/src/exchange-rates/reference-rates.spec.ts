import { describe, expect, it } from '@jest/globals';
import { readReferenceRates } from './reference-rates.js';

const FILE = `Date,USD,JPY,CYP,
2026-04-13,1.1684,186.75,N/A,
2026-04-10,1.1711,186.43,,
`;

describe('a file of reference rates', () => {
  it.each([
    ['as it is published', FILE],
    ['with the line ends of Windows and a byte order mark', `\uFEFF${FILE.replaceAll('\n', '\r\n')}`],
    ['without commas at the end, and with spaces', FILE.replaceAll(/,$/gm, '').replaceAll(',', ', ')],
  ])('is read %s', (_how, text) => {
    expect(readReferenceRates(text.replace('186.43,,', '186.43,N/A,').replace(/, $/gm, ', N/A'))).toEqual({
      rates: [
        { date: '2026-04-13', currency: 'USD', perEuro: '1.1684' },
        { date: '2026-04-13', currency: 'JPY', perEuro: '186.75' },
        { date: '2026-04-10', currency: 'USD', perEuro: '1.1711' },
        { date: '2026-04-10', currency: 'JPY', perEuro: '186.43' },
      ],
      wrong: [],
    });
  });

  it('is told every line that is wrong, by its number', () => {
    const lines = [
      'Date,USD,JPY,',
      '2026-02-30,1,1,',
      '2026-04-13,1,1,',
      '2026-04-13,1,1,',
      '2026-04-12,1,',
      '2026-04-11,0,1,',
      '2026-04-10,1,1e3,',
      '2026-04-09,-1,1,',
      '2026-04-08,1,99999999999,',
      '',
      '2026-04-07,1,1,',
    ];
    const { wrong } = readReferenceRates(lines.join('\n'));
    expect(wrong).toEqual([
      'line 2: "2026-02-30" is no date',
      'line 4: 2026-04-13 is there a second time',
      'line 5: has 1 rates, and the header 2',
      'line 6: "0" is no rate of USD',
      'line 7: "1e3" is no rate of JPY',
      'line 8: "-1" is no rate of USD',
      'line 9: "99999999999" is no rate of JPY',
      'line 10: "" is no date',
    ]);
  });

  it.each(['', 'Date,', 'Day,USD,', 'Date,usd,', 'Date,USD,USD,', '<html>'])('needs its header: %j', (header) => {
    const { rates, wrong } = readReferenceRates(`${header}\n2026-04-13,1.1684,`);
    expect([rates, wrong]).toEqual([[], [expect.stringMatching(/^line 1: /)]]);
  });
});
