/** The list of all rules. */
export const rulesPage = "https://github.com/tidegate/tidegate/tree/main/docs/rules";

/** Where a rule is explained. */
export function pageOf(code: string): string {
  return `${rulesPage.replace("/tree/", "/blob/")}/${code}.md`;
}
