/** The States of the European Union and of the European Economic Area, by ISO 3166-1 alpha-2. */
export const COUNTRIES =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(
    ' ',
  );
