const SHORT = 64;
export const TITLE_LENGTH = SHORT * 4;
