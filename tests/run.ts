/** `deno task test`: every check in turn, then one line that counts them. */
