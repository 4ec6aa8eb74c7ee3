/* What the processor's 128-bit fused multiply-adds come to: the limit of float32 WebAssembly.
 *
 *   cc -O2 -march=native -ffp-contract=fast peak.c
 *
 * Protocol as in rnn.c; a unit of work is a million multiply-adds of four numbers, 8 million operations.
 */
#include <stdio.h>
#include <time.h>

typedef float vector __attribute__((vector_size(16)));

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(void) {
  volatile float one = 1, tiny = 1e-9f;
  vector a = {one, one, one, one}, b = {tiny, tiny, tiny, tiny};
  /* Twelve sums that do not wait for each other keep two units with a latency of four cycles busy; they
     begin differently, or the compiler would compute one. */
  vector s0 = b, s1 = 2 * b, s2 = 3 * b, s3 = 4 * b, s4 = 5 * b, s5 = 6 * b, s6 = 7 * b, s7 = 8 * b;
  vector s8 = 9 * b, s9 = 10 * b, s10 = 11 * b, s11 = 12 * b;
  printf("ready\n");
  fflush(stdout);
  long units;
  while (scanf("%ld", &units) == 1) {
    double start = seconds();
    for (long i = 0; i < units * 1000000 / 12; i++) {
      s0 = s0 * a + b, s1 = s1 * a + b, s2 = s2 * a + b, s3 = s3 * a + b;
      s4 = s4 * a + b, s5 = s5 * a + b, s6 = s6 * a + b, s7 = s7 * a + b;
      s8 = s8 * a + b, s9 = s9 * a + b, s10 = s10 * a + b, s11 = s11 * a + b;
    }
    double taken = seconds() - start;
    vector sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    printf("%.9f %f\n", taken, sum[0]);
    fflush(stdout);
  }
  return 0;
}
