/** Where a kernel and its clients meet. */

/** How to reach a kernel: the fields of a Jupyter connection file. */
export interface Connection {
  /** Always TCP. */
  transport: "tcp";
  /** The address that the kernel listens on. */
  ip: "127.0.0.1";
  /** The key that signs every message. */
  key: string;
  /** How messages are signed. */
  signature_scheme: "hmac-sha256";
  /** Port for requests. */
  shell_port: number;
  /** Port for requests that must not wait. */
  control_port: number;
  /** Port for questions to the user. */
  stdin_port: number;
  /** Port for what every client hears: outputs and status. */
  iopub_port: number;
  /** Port for signs of life. */
  hb_port: number;
}

function freePorts(count: number): number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map((listener) => listener.addr.port);
  for (const listener of listeners) listener.close();
  return ports;
}

/**
 * Chooses ports that are free now, and a key that nobody knows.
 * @returns a connection for one kernel
 */
export function newConnection(): Connection {
  const [shell_port, control_port, stdin_port, iopub_port, hb_port] = freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    key: crypto.randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port,
    control_port,
    stdin_port,
    iopub_port,
    hb_port,
  };
}
