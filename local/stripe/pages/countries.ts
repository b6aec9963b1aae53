const CODES =
  "US GB IN AE AR AT AU BD BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GH GR HK HR HU ID IE IL IS IT JP KE KR LK LT LU LV MA MT MX MY NG NL NO NP NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TR TW UA VN ZA".split(
    " ",
  );

const names = new Intl.DisplayNames("en", { type: "region" });

export function countryName(code: string): string {
  return names.of(code) ?? code;
}

/** Countries a buyer can choose from, the demo's three first. */
export const countries: { code: string; name: string }[] = CODES.map((code) => ({
  code,
  name: countryName(code),
}));

export const isCountry = (code: string): boolean => CODES.includes(code);
