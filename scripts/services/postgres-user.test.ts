import { describe, expect, it } from "vitest";
import { unprivilegedUser } from "./postgres-user.ts";

const ROOT = "root:x:0:0:root:/root:/bin/bash\n";

describe("the user without rights", () => {
  it("is nobody where there is a nobody", () => {
    expect(unprivilegedUser(`${ROOT}daemon:x:1:1::/:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n`)).toBe(
      65_534,
    );
  });

  it("is any but root otherwise", () => {
    expect(unprivilegedUser(`${ROOT}daemon:x:1:1::/:/bin/sh\n`)).toBe(1);
    expect(unprivilegedUser(ROOT)).toBeUndefined();
  });
});
