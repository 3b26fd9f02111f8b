/**
 * A template with each ${NAME} of `values` put in its place; other ${…}, such as Asterisk's own, are left as they stand.
 * Throws on a value that would end the line it stands on and so smuggle in a setting.
 */
export function renderTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (/[\r\n;]/.test(value))
      throw new Error(`the value of ${name} may not hold a line break or a semicolon`);
    return value;
  });
}
