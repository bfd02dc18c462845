/** Regions that people write by their abbreviation: the United States', Canada's and Australia's (ISO 3166-2). */
const REGIONS = `
al alabama; ak alaska; az arizona; ar arkansas; ca california; co colorado; ct connecticut; de delaware;
dc district of columbia; fl florida; ga georgia; hi hawaii; id idaho; il illinois; in indiana; ia iowa; ks kansas;
ky kentucky; la louisiana; me maine; md maryland; ma massachusetts; mi michigan; mn minnesota; ms mississippi;
mo missouri; mt montana; ne nebraska; nv nevada; nh new hampshire; nj new jersey; nm new mexico; ny new york;
nc north carolina; nd north dakota; oh ohio; ok oklahoma; or oregon; pa pennsylvania; ri rhode island;
sc south carolina; sd south dakota; tn tennessee; tx texas; ut utah; vt vermont; va virginia; wa washington;
wv west virginia; wi wisconsin; wy wyoming; pr puerto rico;
ab alberta; bc british columbia; mb manitoba; nb new brunswick; nl newfoundland and labrador; ns nova scotia;
nt northwest territories; nu nunavut; on ontario; pe prince edward island; qc quebec; sk saskatchewan; yt yukon;
act australian capital territory; nsw new south wales; qld queensland; sa south australia; tas tasmania; vic victoria;
wa western australia`;

const pairs = REGIONS.split(';').map((entry) => {
  const [short = '', ...words] = entry.trim().split(/\s+/);
  return [short, words.join(' ')] as const;
});

/** The other ways to write a region: its name for an abbreviation, its abbreviation for a name. Folded names. */
export function otherNamesOfRegion(name: string): string[] {
  return pairs.flatMap(([short, long]) => (short === name ? [long] : long === name ? [short] : []));
}
