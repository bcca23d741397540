/** Where a rule is explained. */
export function pageOf(code: string): string {
  return `https://github.com/tidegate/tidegate/blob/main/docs/rules/${code}.md`;
}
