/** Invisible characters that must never reach a reader unmarked. */
export const unseen =
  /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}\p{Cs}]/u;
