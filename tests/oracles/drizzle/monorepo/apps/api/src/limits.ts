export const limits = { title: 200, states: ['on', 'off'] } as const;
export enum Size {
  Small = 'small',
  Large = 'large',
}
