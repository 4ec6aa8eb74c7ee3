/** Programs as anybody runs them: a superuser may write everywhere, which these give up. */

const GIVEN_UP = "--bounding-set=-dac_override,-dac_read_search";

const HAS_PRIVILEGES = Deno.build.os !== "windows" && Deno.uid() === 0;

/** Whether a program that is run here can be kept from writing what is read-only. */
export const CAN_GIVE_UP: boolean = Deno.build.os !== "windows" &&
  (!HAS_PRIVILEGES ||
    await new Deno.Command("setpriv", { args: [GIVEN_UP, "true"] }).output()
      .then(({ success }) => success, () => false));

/**
 * Runs a program to its end without the right to pass over a file's permissions, where that can be given up.
 * @param program the program
 * @param options as `Deno.Command` has them
 */
export async function withoutPrivileges(
  program: string,
  options: Deno.CommandOptions,
): Promise<Deno.CommandOutput> {
  if (!HAS_PRIVILEGES || !CAN_GIVE_UP) return await new Deno.Command(program, options).output();
  const args = [GIVEN_UP, program, ...options.args ?? []];
  return await new Deno.Command("setpriv", { ...options, args }).output();
}

export const NO_SETPRIV =
  "skipped: whoever runs this may write everywhere, and there is no setpriv";
