/** Skills come in fields of work, as products or languages do: who has one of a field has others of it. */
const perField = 10;

/** The names of all skills, field by field. */
export function fieldsOfSkills(skills: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(skills / perField) }, (_, field) =>
    Array.from({ length: Math.min(perField, skills - field * perField) }, (_, nth) =>
      skillName(field * perField + nth),
    ),
  );
}

function skillName(nth: number): string {
  return `skill-${String(nth).padStart(3, "0")}`;
}
