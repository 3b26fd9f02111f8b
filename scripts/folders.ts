import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder, wherever it was cloned to. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything downloaded and everything written at run time lives below this one ignored folder. */
export const runtimeFolder = join(projectFolder, ".fivenines");
